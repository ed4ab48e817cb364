"""Pure choices about space: which unit fits, how full a park is, how a floor is drawn, what things are called."""
