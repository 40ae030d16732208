"""Faces drawn from known factors: data for task 7, as many as one likes.

Every shape is a signed distance d in units of the picture, negative inside,
which covers a pixel of side h by clip(1/2 - d / h, 0, 1): edges are smooth
at any size. x runs from -1 (left) to 1, y from -1 (top) to 1.

Source of the distances: Inigo Quilez, "2D distance functions" (2020).
"""
import numpy as np

BATCH = 16          # faces drawn at once: more do not fit the cache

# What a face is drawn from, uniformly: (low, high), or a number of kinds.
FACTORS = {'head_width': (0.42, 0.53), 'jaw': (0, 1), 'skin': (0, 1),
           'hair_style': 7, 'hair_colour': (0, 1), 'eye_size': (0.075, 0.115),
           'eye_spacing': (0.18, 0.25), 'eye_colour': (0, 1),
           'gaze': (-1, 1), 'smile': (-1, 1), 'mouth_open': (0, 1),
           'glasses': 3, 'background': (0, 1), 'light': (-1, 1)}
KINDS = np.dtype([(name, 'i4' if isinstance(values, int) else 'f4')
                  for name, values in FACTORS.items()])

# Colours to go along from factor 0 to factor 1.
SKIN = ((255, 224, 203), (241, 194, 158), (205, 145, 103), (150, 98, 66),
        (96, 60, 44))
HAIR = ((40, 32, 36), (92, 58, 40), (158, 74, 38), (222, 176, 92),
        (214, 210, 208))
EYES = ((84, 52, 30), (96, 128, 62), (58, 120, 186), (120, 150, 168))
BACKGROUND = ((246, 187, 170), (247, 216, 150), (178, 218, 172),
              (150, 205, 222), (178, 178, 226), (232, 178, 210))
SHIRT = ((62, 110, 150), (90, 84, 140), (150, 74, 84), (196, 98, 66),
         (62, 128, 108), (50, 92, 110))

# Per style of hair: how far it stands out beyond the head at the sides and
# at the top, how low it hangs behind, where the face begins below it and how
# much lower on the right, its curls and its bun.
STYLES = np.array([
    (-.20, -.20, -.30, -.70, .00, .000, .00),       # bald
    (.025, .060, -.05, -.36, .00, .000, .00),       # short
    (.035, .090, .020, -.34, .38, .000, .00),       # parted
    (.045, .080, .380, -.19, .00, .000, .00),       # fringe
    (.075, .080, .860, -.38, .20, .000, .00),       # long
    (.150, .190, .420, -.34, .00, .022, .00),       # curly
    (.025, .060, -.08, -.38, .00, .000, .17)],      # bun
    np.float32)


def draw_factors(count, seed=0):
    """Draw the factors of faces, uniformly and independently.

    Args:
        count: integer, how many.
        seed: integer, or a list of them; the first faces of a longer draw
            are the same.

    Returns:
        Structured array (count,) with the fields of FACTORS.
    """
    drawn = np.random.default_rng(seed).random((count, len(FACTORS)))
    factors = np.empty(count, KINDS)
    for share, (name, values) in zip(drawn.T, FACTORS.items()):
        low, high = (0, values) if isinstance(values, int) else values
        factors[name] = low + share * (high - low)
    return factors


def draw_faces(factors, size=128):
    """Draw faces from their factors.

    Args:
        factors: structured array (count,) as draw_factors gives it.
        size: integer, the side of the pictures in pixels.

    Returns:
        uint8 array (count, size, size, 3), RGB.
    """
    images = np.empty((len(factors), size, size, 3), np.uint8)
    line = (np.arange(size, dtype=np.float32) + .5) * 2 / size - 1
    for first in range(0, len(factors), BATCH):
        some = factors[first:first + BATCH]
        canvas = Canvas(np.empty((len(some), 3, size, size), np.float32),
                        line.reshape(1, 1, -1), line.reshape(1, -1, 1),
                        2 / size)
        paint(canvas, {name: some[name].reshape(-1, 1, 1)
                       for name in some.dtype.names})
        images[first:first + BATCH] = np.clip(
            canvas.image, 0, 255).transpose(0, 2, 3, 1)
    return images


class Canvas:
    """Pictures that are painted on together, or a part of each of them.

    Attributes:
        image: float32 (count, 3, height, width), the colours 0 to 255.
        x, y: the coordinates of columns (1, 1, width), rows (1, height, 1).
        pixel: float, the side of a pixel.
    """

    def __init__(self, image, x, y, pixel):
        """Paint on an image."""
        self.image, self.x, self.y, self.pixel = image, x, y, pixel

    def part(self, left, top, right, bottom):
        """Return the part of the canvas between these coordinates."""
        columns = slice(*np.searchsorted(self.x.ravel(), (left, right)))
        rows = slice(*np.searchsorted(self.y.ravel(), (top, bottom)))
        return Canvas(self.image[:, :, rows, columns],
                      self.x[..., columns], self.y[:, rows], self.pixel)

    def fill(self, distance, colour, opacity=1, blur=0):
        """Paint a shape.

        Args:
            distance: array (count, height, width), negative inside.
            colour: array (count, 3), or a triple for all.
            opacity: float, or an array (count, 1, 1).
            blur: float, how wide the edge is beyond a pixel.
        """
        cover = distance * (-1 / (self.pixel + blur))
        cover += .5
        np.clip(cover, 0, 1, out=cover)
        cover *= opacity
        colour = np.broadcast_to(np.float32(colour), (len(self.image), 3))
        for channel in range(3):
            layer = self.image[:, channel]
            change = colour[:, channel, None, None] - layer
            change *= cover
            layer += change


def ellipse(x, y, width, height):
    """Return nearly the distance from an ellipse about the origin."""
    distance = np.sqrt((x / width) ** 2 + (y / height) ** 2)
    distance -= 1
    distance *= np.minimum(width, height)
    return distance


def box(x, y, width, height, corner):
    """Return the distance from a box with round corners; sizes are halves."""
    x, y = np.abs(x) - (width - corner), np.abs(y) - (height - corner)
    outside = np.sqrt(np.maximum(x, 0) ** 2 + np.maximum(y, 0) ** 2)
    return outside + np.minimum(np.maximum(x, y), 0) - corner


def along(colours, share):
    """Return the colours (count, 3) at shares from 0 to 1 of a palette."""
    steps = np.linspace(0, 1, len(colours))
    return np.stack([np.interp(share.ravel(), steps, channel)
                     for channel in np.transpose(colours)],
                    axis=1).astype(np.float32)


def paint(canvas, face):
    """Paint faces, from the back to the front.

    Args:
        canvas: a Canvas.
        face: dictionary, the factors as arrays (count, 1, 1).
    """
    paint_behind(canvas, face)
    paint_head(canvas, face)
    paint_eyes(canvas.part(-.5, -.32, .5, .22), face)
    paint_mouth(canvas.part(-.3, .12, .3, .52), face)
    paint_hair(canvas, face)
    paint_glasses(canvas.part(-.6, -.2, .6, .2), face)
    canvas.image *= 1 + .25 * (face['light'] * canvas.x)[:, None]


def style_of(face):
    """Return the columns of STYLES for each face: seven of (count, 1, 1)."""
    return STYLES[face['hair_style'].ravel()].T.reshape(7, -1, 1, 1)


def paint_behind(canvas, face):
    """Paint the background, the hair behind the head, and the shirt."""
    paper = along(BACKGROUND, face['background'])[:, :, None, None]
    canvas.image[:] = paper * (.95 - .12 * canvas.y)
    sides, _, low, _, _, _, bun = style_of(face)
    hair = along(HAIR, face['hair_colour'])
    middle, half = low / 2 - .15, np.maximum(low + .3, .1) / 2
    part = canvas.part(-.8, -.4, .8, 1)
    part.fill(box(part.x, part.y - middle, face['head_width'] + sides,
                  half, np.minimum(half, .2)), hair * .8)
    part = canvas.part(-.4, -1, .4, -.4)
    part.fill(ellipse(part.x, part.y + .72, bun + 1e-6, bun + 1e-6), hair)
    part = canvas.part(-1, .5, 1, 1)
    part.fill(ellipse(part.x, part.y - 1.2, .78, .5),
              along(SHIRT, face['background']))
    part = canvas.part(-.3, .3, .3, .95)
    skin = along(SKIN, face['skin'])
    part.fill(box(part.x, part.y - .5, .17, .33, .15), skin * .86)


def paint_head(canvas, face):
    """Paint ears, head, cheeks and nose."""
    skin, width = along(SKIN, face['skin']), face['head_width']
    ears = canvas.part(-.7, -.2, .7, .25)
    ears.fill(ellipse(np.abs(ears.x) - width, ears.y - .03, .075, .12),
              skin * .92)
    part = canvas.part(-.6, -.65, .6, .7)
    narrow = 1 - .3 * face['jaw'] * np.clip(part.y, 0, 1)
    part.fill(ellipse(part.x, part.y - .01, width * narrow, .59), skin)
    cheeks = canvas.part(-.5, .05, .5, .35)
    cheeks.fill(ellipse(np.abs(cheeks.x) - .58 * width, cheeks.y - .2,
                        .07, .05), skin * (1, .72, .7), .5, blur=.08)
    nose = canvas.part(-.15, -.1, .15, .25)
    nose.fill(ellipse(nose.x, nose.y - .14, .062, .04), skin * .84, blur=.02)
    nose.fill(ellipse(nose.x, nose.y - .115, .06, .045), skin, blur=.02)


def paint_eyes(part, face):
    """Paint eyes, their gaze, and brows."""
    size, spacing = face['eye_size'], face['eye_spacing']
    side = np.sign(part.x)
    x = np.abs(part.x) - spacing        # from the middle of either eye
    y = part.y + .03
    dark = along(HAIR, face['hair_colour']) * .55
    white = ellipse(x, y, size, size * .78)
    part.fill(white - .012, (58, 40, 40))
    part.fill(white + .004, (250, 250, 250))
    u = x - side * face['gaze'] * size * .42
    circle = np.sqrt(u ** 2 + y ** 2)
    part.fill(np.maximum(circle - size * .56, white + .006),
              along(EYES, face['eye_colour']))
    part.fill(np.maximum(circle - size * .28, white + .006), (22, 18, 22))
    u = u - side * size * .18           # the light comes from one window
    part.fill(np.sqrt(u ** 2 + (y + size * .2) ** 2) - size * .13,
              (255, 255, 255))
    arch = y + size + .075 - .5 * x ** 2 / size * .6
    part.fill(np.maximum(np.abs(arch) - .018, np.abs(x) - size * 1.15), dark)


def paint_mouth(part, face):
    """Paint a mouth: two curves, and what lies between them."""
    width = .15 + .03 * face['smile']
    bend = (part.x / width) ** 2 - 1    # -1 in the middle, 0 at the ends
    upper = part.y - .345 + face['smile'] * (.02 + .06 * bend)
    lower = upper + (.11 * face['mouth_open']) * bend
    inside = np.maximum(np.maximum(-upper, lower), np.abs(part.x) - width)
    lips = along(SKIN, face['skin']) * (.82, .5, .52)
    part.fill(inside - .02, lips)
    part.fill(inside + .004, (96, 28, 40))
    part.fill(np.maximum(inside + .006, upper - .032), (252, 250, 246))


def paint_hair(canvas, face):
    """Paint the hair in front: a cap on the head, open over the face."""
    sides, top, low, line, parting, curls, _ = style_of(face)
    part = canvas.part(-.8, -.9, .8, .7)
    width = face['head_width'] + sides
    cap = ellipse(part.x, part.y, width, .58 + top)
    cap -= curls * np.cos(16 * np.arctan2(part.y, part.x))
    opening = box(part.x, part.y - parting * part.x - line - .6,
                  face['head_width'] * .88, .6, .3)
    cap = np.maximum(np.maximum(cap, part.y - low), -opening)
    part.fill(cap, along(HAIR, face['hair_colour']))


def paint_glasses(part, face):
    """Paint no glasses, round ones or square ones."""
    kind = face['glasses']
    frame = np.where(kind > 0, .014, -1).astype(np.float32)
    x, y = np.abs(part.x) - face['eye_spacing'], part.y + .03
    corner = np.where(kind == 1, .155, .04).astype(np.float32)
    rim = box(x, y, .155, np.where(kind == 1, .155, .125), corner)
    part.fill(rim, (235, 245, 255), .18 * (kind > 0))
    rim = np.abs(rim)
    bridge = np.maximum(np.abs(part.x) - face['eye_spacing'] + .15,
                        np.abs(y + .02))
    arms = np.maximum(.15 + face['eye_spacing'] - np.abs(part.x),
                      np.maximum(np.abs(part.x) - face['head_width'],
                                 np.abs(y + .03)))
    part.fill(np.minimum(np.minimum(rim, bridge), arms) - frame,
              (48, 44, 52))
