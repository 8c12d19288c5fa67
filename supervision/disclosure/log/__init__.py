"""公开日志 the transparency log: its arithmetic, its signed notes and checkpoints, its entries, its keys, and how it is kept."""
