"""A small real server that speaks as a language model would: tame, hostile, broken or silent."""

import json

from tests.channels.servers import Server


def says(content: object) -> bytes:
    """Return the HTTP answer of a chat completion with this content."""
    body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})
    return plain(body.encode())


def plain(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/v1"
