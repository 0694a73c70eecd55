"""What the stylesheet is told about code and printed text."""

import lines


def marked(classes, text):
    block = f'<div class="{classes}"><div class="highlight"><pre><span></span>{text}</pre></div>'
    return lines.BLOCK.sub(lines.mark, block)


def test_a_line_of_code_knows_how_far_in_it_begins():
    html = marked(
        "highlight-ipython3 notranslate", '<span class="k">if</span> a:\n\n    b &lt; 1\n'
    )
    assert '<span class="line"><span class="k">if</span> a:\n</span>' in html
    assert '<span class="line" style="--in:4">    b &lt; 1\n</span>' in html
    assert lines.plain(html) == "if a:\n\n    b < 1\n"  # what is copied, or run, stays the same


def test_the_spaces_before_a_comment_beside_its_line_can_be_drawn_together():
    code = 'x = 1     <span class="c1"># one</span>\n    <span class="c1"># below</span>\n'
    html = marked("highlight-ipython3 notranslate", code)
    assert 'x = 1 <span class="gap">    </span><span class="c1"># one' in html
    assert html.count("gap") == 1  # a comment on a line of its own stays where it is
    assert lines.plain(html) == lines.plain(code)


def test_the_line_ends_within_a_paragraph_of_a_message_are_marked():
    message = "lab-1/step: not yet. The result\nis None.\n\n    x = 1\n    y = 2\n\nSo it\nis.\n"
    html = marked("output stream highlight-myst-ansi notranslate", message)
    assert 'notranslate prose">' in html
    assert html.count('<span class="fold">\n</span>') == 2
    assert 'result<span class="fold">\n</span>is None.\n\n    x = 1\n    y = 2' in html
    assert lines.plain(html) == message


def test_columns_stay_aligned():
    table = "step   error\n   1   0.25\n"
    html = marked("output stream highlight-myst-ansi notranslate", table)
    assert 'columns" style="--columns:12"' in html
    assert lines.plain(html) == table
    assert 'class="line"' not in html


def test_a_printed_sentence_is_broken_like_code():
    html = marked("output stream highlight-myst-ansi notranslate", "w = 1: spring 0.3\n")
    assert '<span class="line">w = 1: spring 0.3\n</span>' in html
