"""命令 The commands of ``python -m scoring``, by what they are about; each module adds its own to the parser."""
