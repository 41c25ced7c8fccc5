"""矛盾: places of a disclosure that say two things of one."""
