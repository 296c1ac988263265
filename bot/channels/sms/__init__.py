"""SMS: Aliyun, Tencent Cloud, or any HTTP gateway."""
