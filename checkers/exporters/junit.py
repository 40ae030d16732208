"""JUnit XML (xunit2) as pytest --junitxml writes it: a suite a submission."""
from xml.sax.saxutils import escape, quoteattr

from checkers.base.whole import whole
from checkers.exporters import explain


def export(grades, out):
    """Write one file with a test suite for each submission."""
    with whole(out) as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n'
                   '<testsuites name="checkers">\n')
        for graded in grades:
            file.writelines(suite(graded.document))
        file.write('</testsuites>\n')


def suite(document):
    """Yield the XML of one document.

    There is no timestamp and no host name, and times are 0: the same
    submission gives the same bytes.
    """
    checks = [check for task in document['tasks'] for check in task['checks']]
    ends = [check['status'] for check in checks]
    yield ('<testsuite name=%s errors="0" failures="%d" skipped="%d" '
           'tests="%d" time="0.000">\n' % (
               quoteattr(document['submission']), ends.count('failed'),
               ends.count('blocked'), len(ends)))
    for task in document['tasks']:
        for check in task['checks']:
            yield from case(task, check)
    yield '</testsuite>\n'


def case(task, check):
    """Yield the XML of one check; its points are properties."""
    yield ('<testcase classname=%s name=%s time="0.000"><properties>'
           '<property name="points" value="%d"/>'
           '<property name="max_points" value="%d"/></properties>' % (
               quoteattr(task['file']), quoteattr(check['id']),
               check['points'], check['max_points']))
    if check['status'] == 'failed':
        yield '<failure message=%s>%s</failure>' % (
            quoteattr(check['message']), escape(explain(check)))
    elif check['status'] == 'blocked':
        yield '<skipped type="pytest.skip" message=%s>%s</skipped>' % (
            quoteattr(check['message']), escape(explain(check)))
    yield '</testcase>\n'
