"""虚构数据 an invented snapshot of any size, for benchmarks and for a site before there is data. Nothing in it is real."""
