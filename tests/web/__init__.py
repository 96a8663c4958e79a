"""The desk as readers and programs meet it: pages, their twins, REST."""
