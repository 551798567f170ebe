package dev.alambic.report.png;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Whether this machine can write text into pictures at all: minimal containers have no fonts. */
final class Fonts {

    private Fonts() {}

    static boolean areThere() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(Pen.font(12)).stringWidth("m") > 0;
        } catch (RuntimeException
                | Error missing) { // the JDK throws either, InternalError too, if fontconfig finds none
            return false;
        } finally {
            graphics.dispose();
        }
    }
}
