"""Parks, buildings, floors and units; who asks for space, and who has it when."""
