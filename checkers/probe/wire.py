"""What a child answers: a frame of JSON, with arrays.

A frame is an 8-byte length and that many bytes of JSON, in which an array is
{"npy": base64 of the .npy format}, in float32, as models compute.
"""
import base64
import io
import os
import struct

import numpy as np


def pack(value):
    """Turn arrays inside a value into JSON."""
    if isinstance(value, dict):
        return {key: pack(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [pack(item) for item in value]
    if isinstance(value, np.ndarray):
        data = io.BytesIO()
        np.save(data, value.astype(np.float32), allow_pickle=False)
        return {'npy': base64.b64encode(data.getvalue()).decode()}
    return value


def keep(*descriptors):
    """Close all descriptors but the standard ones and these two."""
    first, second = sorted(descriptors)
    for start, end in ((3, first), (first + 1, second), (second + 1, 4096)):
        os.closerange(start, end)


def write_frame(descriptor, data):
    """Write one frame to a file descriptor."""
    data = struct.pack('>Q', len(data)) + data
    while data:
        data = data[os.write(descriptor, data):]
