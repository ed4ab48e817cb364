"""Forms as data: sections, questions, conditions; answers, autosave, task list. Whose form it is, it never knows."""
