package dev.alambic.cli.measure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Renders images of English text, for models that find and read it: pages of 640 x 480, and lines of 320 x 48 and of
 * 192 x 48, of which every second of the latter stands on its head. Those for calibration and those for tests have
 * nothing in common but the words.
 */
public final class TextImages {

    private static final int CALIBRATION = 64;
    private static final int TEST = 100;
    private static final List<String> WORDS = List.of(("model quantization reduces latency the quick brown fox jumps"
                    + " over lazy dog invoice total amount paid 2026 street number 42 page hello world system error"
                    + " code 0x1F memory usage benchmark result order shipped customer name address city report annual"
                    + " growth")
            .split(" "));

    private TextImages() {}

    /** Writes to {@code <folder>/{page,line,turned}-{calibration,test}}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (int i = 0; i < CALIBRATION + TEST; i++) {
            String part = i < CALIBRATION ? "calibration" : "test";
            Random random = new Random(i);
            String name = String.format(Locale.ROOT, "%03d.png", i);
            write(page(random), folder.resolve("page-" + part).resolve(name));
            write(line(320, random), folder.resolve("line-" + part).resolve(name));
            BufferedImage upright = line(192, random);
            write(
                    i % 2 == 0 ? upright : turned(upright),
                    folder.resolve("turned-" + part).resolve(name));
        }
        System.out.println(folder);
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        ImageIO.write(image, "png", file.toFile());
    }

    private static BufferedImage page(Random random) {
        BufferedImage page = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(page, 200 + random.nextInt(56));
        for (int y = 30; y < page.getHeight() - 10; y += 40 + random.nextInt(30)) {
            graphics.setFont(font(random, 14 + random.nextInt(18)));
            graphics.setColor(gray(random.nextInt(90)));
            graphics.drawString(words(random, 1 + random.nextInt(4)), 10 + random.nextInt(60), y);
        }
        graphics.dispose();
        return page;
    }

    /** Returns two words as high as the line, which is filled up behind them. */
    private static BufferedImage line(int width, Random random) {
        BufferedImage line = new BufferedImage(width, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(line, 180 + random.nextInt(75));
        String text = words(random, 2);
        Font font = font(random, 32);
        double wide = graphics.getFontMetrics(font).stringWidth(text) + 18.0;
        graphics.setColor(gray(random.nextInt(80)));
        graphics.scale(Math.min(1, width / wide), 1);
        graphics.setFont(font);
        graphics.drawString(text, 9, 35);
        graphics.dispose();
        return line;
    }

    private static BufferedImage turned(BufferedImage image) {
        BufferedImage turned = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
        Graphics2D graphics = turned.createGraphics();
        graphics.rotate(Math.PI, image.getWidth() / 2.0, image.getHeight() / 2.0);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return turned;
    }

    private static Graphics2D graphics(BufferedImage image, int background) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(gray(background));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        return graphics;
    }

    private static Color gray(int level) {
        return new Color(level, level, level);
    }

    private static Font font(Random random, int size) {
        return new Font(random.nextBoolean() ? Font.SANS_SERIF : Font.SERIF, random.nextInt(3), size);
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }
}
