package dev.alambic.report.png;

import java.awt.Graphics2D;

/** Something that paints itself into a rectangle with its corner at the origin. */
interface Panel {

    /**
     * Paints everything, the background included.
     *
     * @param width pixels before any scaling
     * @param height likewise
     */
    void paint(Graphics2D graphics, int width, int height, Theme theme);
}
