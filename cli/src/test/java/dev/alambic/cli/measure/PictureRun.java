package dev.alambic.cli.measure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Training on many JPEG pictures of 256 × 256, brought to 64 × 64 and augmented: the share of its time that it waits
 * for them, and its peak memory, beside that of few; Linux only. Pictures are 500 different ones under as many names as
 * asked for.
 */
public final class PictureRun {
    private static final int FEW = 1_000;
    private static final int DIFFERENT = 500;
    private static final int SIDE = 256;
    private static final Pattern WAITING = Pattern.compile("\"waiting\":([0-9.Ee-]+)");

    private PictureRun() {}

    /**
     * Prints a line for 1,000 pictures, and one for the others.
     *
     * @param arguments number of pictures
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("picture-run");
        try {
            write(folder.resolve("different"));
            measure(folder, FEW);
            measure(folder, Integer.parseInt(arguments[0]));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(Path folder, int pictures) throws IOException, InterruptedException {
        Path photos = folder.resolve("photos" + pictures);
        for (int i = 0; i < pictures; i++) {
            int which = i % DIFFERENT;
            Path place = photos.resolve(which % 2 == 0 ? "round" : "square");
            Files.createDirectories(place);
            Files.createLink(
                    place.resolve(i + ".jpg"), folder.resolve("different").resolve(which + ".jpg"));
        }
        Path recipe = folder.resolve("pictures" + pictures + ".yaml");
        Files.writeString(recipe, """
                name: pictures
                threads: 2
                data: {source: %s, size: 64x64, validation: 0.05, test: 0.05}
                teacher:
                  network: {type: cnn}
                  training:
                    epochs: 1
                    batchSize: 32
                    augmentation: {flip: 0.5, brightness: 0.2, contrast: 0.2, rotation: 10}
                """.replace("%s", photos.toString()));
        Path out = folder.resolve("out" + pictures);
        long start = System.nanoTime();
        long peak = RunProcess.peak(recipe, out);
        System.out.printf(
                Locale.ROOT,
                "%,d pictures: %.0f s, waiting %.1f %%, peak %d MB%n",
                pictures,
                (System.nanoTime() - start) / 1e9,
                100 * waiting(out),
                peak / 1024);
    }

    private static double waiting(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            Path history = files.filter(file -> file.endsWith("history.jsonl"))
                    .findFirst()
                    .orElseThrow();
            Matcher waiting = WAITING.matcher(Files.readString(history));
            return waiting.find() ? Double.parseDouble(waiting.group(1)) : 0;
        }
    }

    /** Discs and squares of any colour and place over noise. */
    private static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < DIFFERENT; i++) {
            BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    picture.setRGB(x, y, random.nextInt(1 << 24));
                }
            }
            Graphics2D drawing = picture.createGraphics();
            drawing.setColor(new Color(random.nextInt(1 << 24)));
            int side = 60 + random.nextInt(80);
            int x = random.nextInt(SIDE - side);
            int y = random.nextInt(SIDE - side);
            if (i % 2 == 0) {
                drawing.fillOval(x, y, side, side);
            } else {
                drawing.fillRect(x, y, side, side);
            }
            drawing.dispose();
            ImageIO.write(picture, "jpg", folder.resolve(i + ".jpg").toFile());
        }
    }
}
