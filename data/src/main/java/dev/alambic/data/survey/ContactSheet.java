package dev.alambic.data.survey;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.picture.Resampling;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.sound.SoundPicture;
import dev.alambic.data.sound.WavFile;
import dev.alambic.data.sound.Wave;
import dev.alambic.onnx.InputMeaning;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Some samples of each class, a row a class, spread evenly: pictures, and of sounds their spectrograms; a broken one is
 * a red square.
 */
public final class ContactSheet {
    private static final int SIDE = 80;
    private static final int GAP = 4;
    private static final int TITLE = 18;
    private static final int COLUMNS = 12;
    private static final int MOST_ROWS = 40;
    private static final int WHITE = 255;

    private ContactSheet() {}

    /** Returns whether samples of such a meaning can be drawn. */
    public static boolean draws(InputMeaning input) {
        return input instanceof InputMeaning.Sound
                || (input instanceof InputMeaning.Image image && (image.channels() == 1 || image.channels() == 3));
    }

    /** Draws the sheet of files of pictures or sounds. */
    public static BufferedImage of(LabelledFiles files) {
        Map<String, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < files.files().size(); i++) {
            classes.computeIfAbsent(files.files().get(i).label(), label -> new ArrayList<>())
                    .add(i);
        }
        return sheet(classes, i -> {
            Path file = files.root().resolve(files.files().get(i).file());
            return files.kind() == FileKind.SOUND ? sound(WavFile.read(file)) : picture(file);
        });
    }

    /** Draws the sheet of samples that {@link #draws can be drawn}. */
    public static BufferedImage of(Dataset data) {
        Targets.Classes targets = (Targets.Classes) data.targets();
        Map<String, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < data.size(); i++) {
            classes.computeIfAbsent(targets.names().get(targets.label(i)), label -> new ArrayList<>())
                    .add(i);
        }
        float[] sample = new float[data.sampleSize()];
        return sheet(classes, i -> {
            data.copySample(i, sample, 0);
            return data.input() instanceof InputMeaning.Image image
                    ? picture(sample, image)
                    : SoundPicture.of(sample, SIDE, SIDE);
        });
    }

    private static BufferedImage sheet(Map<String, List<Integer>> classes, IntFunction<BufferedImage> drawn) {
        int rows = Math.min(MOST_ROWS, classes.size());
        int row = SIDE + TITLE + GAP;
        BufferedImage sheet =
                new BufferedImage(COLUMNS * (SIDE + GAP) + GAP, rows * row + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        int top = GAP;
        for (String name : classes.keySet().stream().limit(rows).toList()) {
            List<Integer> members = classes.getOrDefault(name, List.of());
            graphics.setColor(Color.BLACK);
            graphics.drawString(name + " (" + members.size() + ")", GAP, top + TITLE - 5);
            int count = Math.min(COLUMNS, members.size());
            for (int i = 0; i < count; i++) {
                int member = members.get((int) ((long) i * members.size() / count));
                draw(graphics, member, drawn, GAP + i * (SIDE + GAP), top + TITLE);
            }
            top += row;
        }
        graphics.dispose();
        return sheet;
    }

    private static void draw(Graphics2D graphics, int member, IntFunction<BufferedImage> drawn, int x, int y) {
        try {
            graphics.drawImage(drawn.apply(member), x, y, null);
        } catch (InvalidDataException e) {
            graphics.setColor(Color.RED);
            graphics.fillRect(x, y, SIDE, SIDE);
        }
    }

    private static BufferedImage sound(Wave wave) {
        return SoundPicture.of(wave.values(), SIDE, SIDE);
    }

    private static BufferedImage picture(Path file) {
        InputMeaning.Image square = new InputMeaning.Image(3, SIDE, SIDE, 0, WHITE);
        return drawn(PictureForm.of(square, Fit.PAD).values(file), 3, SIDE, SIDE);
    }

    /** Draws a picture in its proportions, larger if it is small. */
    private static BufferedImage picture(float[] values, InputMeaning.Image image) {
        int channels = image.channels();
        int plane = image.height() * image.width();
        byte[] levels = new byte[plane * channels];
        for (int i = 0; i < levels.length; i++) {
            float share = (values[i % channels * plane + i / channels] - image.min()) / (image.max() - image.min());
            levels[i] = (byte) Math.round(WHITE * Math.max(0, Math.min(1, share)));
        }
        double scale = (double) SIDE / Math.max(image.width(), image.height());
        int width = Math.max(1, (int) Math.round(scale * image.width()));
        int height = Math.max(1, (int) Math.round(scale * image.height()));
        byte[] sized = Resampling.resized(levels, image.width(), image.height(), channels, width, height);
        float[] planes = new float[sized.length];
        IntStream.range(0, sized.length)
                .forEach(i -> planes[i % channels * width * height + i / channels] = sized[i] & 0xff);
        return drawn(planes, channels, width, height);
    }

    private static BufferedImage drawn(float[] planes, int channels, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int i = 0; i < plane; i++) {
            int colour = 0;
            for (int c = 0; c < 3; c++) {
                colour = colour << 8 | Math.round(planes[(channels == 1 ? 0 : c) * plane + i]);
            }
            image.setRGB(i % width, i / width, colour);
        }
        return image;
    }
}
