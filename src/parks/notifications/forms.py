"""What officers write and what readers choose."""

from pydantic import BaseModel, ConfigDict, Field


class LetterForm(BaseModel):
    """Empty texts come to the action, which says beside each what is missing. `looking` asks for a preview with the
    data of the application `sample`, and saves nothing.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    subject_zh: str = Field("", max_length=200)
    body_zh: str = Field("", max_length=5000)
    subject_en: str = Field("", max_length=200)
    body_en: str = Field("", max_length=5000)
    seen: int = Field(0, ge=0, le=30_000)
    sample: str = Field("", max_length=40)
    looking: bool = False
    news: bool = False

    def texts(self) -> dict[str, str]:
        return {
            "subject_zh": self.subject_zh,
            "body_zh": self.body_zh,
            "subject_en": self.subject_en,
            "body_en": self.body_en,
        }


class RemindersForm(BaseModel):
    """`closing` and `correction`: working days with commas between; empty for the usual, 0 for never."""

    model_config = ConfigDict(str_strip_whitespace=True)

    closing: str = Field("", max_length=100)
    correction: str = Field("", max_length=100)


class PreferencesForm(BaseModel):
    """A channel for each kind that was sent; kinds that were not stay as they are."""

    model_config = ConfigDict(extra="forbid")

    account: str = Field("", max_length=10)
    decision: str = Field("", max_length=10)
    desk: str = Field("", max_length=10)
    progress: str = Field("", max_length=10)
    reminder: str = Field("", max_length=10)
    news: str = Field("", max_length=10)
