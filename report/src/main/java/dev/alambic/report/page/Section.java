package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;

/** A part of the page under a heading of its own. */
interface Section {

    /** Returns the word by which links find it. */
    String key();

    String title();

    /** Returns whether there is nothing to show. */
    boolean isEmpty();

    /**
     * Writes what stands under the heading.
     *
     * @param heading element of headings inside the section, such as {@code h3}
     */
    void write(Html html, String heading);
}
