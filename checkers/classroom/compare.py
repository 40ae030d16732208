"""Two folders of marks side by side: what changed, and why."""
from checkers.classroom import store

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
    """
    before, after = store.documents(old), store.documents(new)
    higher = lower = changed = 0
    for name in sorted(set(before) & set(after)):
        lines = changes(before[name], after[name])
        if lines:
            was, now = (side[name]['score'] for side in (before, after))
            changed, higher, lower = (changed + 1, higher + (now > was),
                                      lower + (now < was))
            print('%s: %d of %d -> %d of %d points' % (
                after[name]['submission'], was, before[name]['max_score'],
                now, after[name]['max_score']))
            print('\n'.join(lines))
    for side, other, folder in ((before, after, old), (after, before, new)):
        for name in sorted(set(side) - set(other)):
            print('%s: only in %s' % (side[name]['submission'], folder))
    print('%d of %d submissions have changed marks: %d higher, %d lower; '
          'rubric %s -> %s' % (changed, len(set(before) & set(after)), higher,
                               lower, rubrics(before), rubrics(after)))
    return int(changed > 0 or set(before) != set(after))


def rubrics(documents):
    """Return the hashes of the rubrics that documents were graded with."""
    return ', '.join(sorted({document['rubric'] for document in
                             documents.values()})) or 'none'
