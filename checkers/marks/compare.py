"""Two folders of marks side by side: what changed, and why."""
from checkers.marks.grades import Grades

MISSING = {'points': 0, 'max_points': 0, 'status': 'not there',
           'message': ''}


def checks(document):
    """Return a document's checks by task number and id."""
    return {(task['number'], check['id']): check
            for task in document['tasks'] for check in task['checks']}


def changes(old, new):
    """Return the lines that tell the changed marks of one submission.

    A mark has changed where the points or the status of a check have.

    Args:
        old, new: result documents.
    """
    before, after, lines = checks(old), checks(new), []
    for task, name in sorted({**before, **after}):
        one = before.get((task, name), MISSING)
        two = after.get((task, name), MISSING)
        if all(one[key] == two[key]
               for key in ('points', 'max_points', 'status')):
            continue
        lines.append('  task %d, %s: %d of %d %s -> %d of %d %s' % (
            task, name, one['points'], one['max_points'], one['status'],
            two['points'], two['max_points'], two['status']))
        lines += ['    %s: %s' % (when, check['message'])
                  for when, check in (('before', one), ('after', two))
                  if check['message']]
    return lines


def show(old, new):
    """Print which marks differ between two folders; return the exit code.

    Args:
        old, new: paths of folders of marks.

    Returns:
        0 where no mark differs, else 1.

    Raises:
        Mistake: a path is none.
    """
    sides = Grades(old), Grades(new)
    before, after = (dict(zip(side.names, side.files)) for side in sides)
    both, rubrics = sorted(set(before) & set(after)), (set(), set())
    changed = []
    for name in both:
        one, two = (side.read(files[name]).document for side, files in
                    zip(sides, (before, after)))
        for seen, document in zip(rubrics, (one, two)):
            seen.add(document['rubric'])
        lines = changes(one, two)
        if lines:
            changed.append(two['score'] - one['score'])
            print('%s: %d of %d -> %d of %d points' % (
                two['submission'], one['score'], one['max_score'],
                two['score'], two['max_score']))
            print('\n'.join(lines))
    for files, others, folder in ((before, after, old), (after, before, new)):
        for name in sorted(set(files) - set(others)):
            print('%s: only in %s' % (name, folder))
    print('%d of %d submissions have changed marks: %d higher, %d lower; '
          'rubric %s -> %s' % (
              len(changed), len(both), sum(gain > 0 for gain in changed),
              sum(gain < 0 for gain in changed),
              *(', '.join(sorted(seen)) or 'none' for seen in rubrics)))
    return int(bool(changed) or set(before) != set(after))
