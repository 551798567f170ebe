package dev.alambic.report.png;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * A picture of a run.
 *
 * @param file name without folder
 * @param width pixels; the file has twice as many
 * @param height likewise
 */
record Figure(String file, Panel panel, int width, int height) {

    private static final int SCALE = 2;

    /** Returns the picture as a PNG file, sharp on screens of high resolution. */
    byte[] png(Theme theme) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        panel.paint(graphics, width, height, theme);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + file, e);
        }
        return bytes.toByteArray();
    }
}
