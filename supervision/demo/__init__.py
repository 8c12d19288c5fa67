"""演示区 the demonstration district 明湖区: invented data as files, loaded through the use-cases."""
