"""A child of test_pictures: reads folders of pictures.

SIZE FOLDER... prints a line for each folder: the exit code, or 'read'. What
was read goes to FOLDER.npz: the name, the training and the validation
pictures, once for each of two epochs.
"""
import sys

import numpy as np

from checkers.selftest import course

if __name__ == '__main__':
    course.module('training').import_keras()
    read = course.module('pictures').read
    for folder in sys.argv[2:]:
        try:
            name, *parts, steps = read(folder, int(sys.argv[1]),
                                       f'{folder}-cache')
        except SystemExit as refused:
            print(refused.code)
            continue
        assert len(parts[0]) == steps
        np.savez(f'{folder}.npz', name, *(
            np.concatenate([y for x, y in part if np.array_equal(x, y)])
            for part in 2 * parts))
        print('read')
