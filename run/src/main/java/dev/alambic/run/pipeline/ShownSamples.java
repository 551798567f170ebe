package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.report.run.Disagreements.Cell;
import dev.alambic.report.run.Disagreements.Shown;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Samples as people can look at them: small pictures, texts, rows with the names of their columns. */
final class ShownSamples implements AutoCloseable {

    /** Longest side of a picture, pixels. */
    private static final int LARGEST = 64;

    private final Dataset data;
    private @Nullable Tokenizer tokenizer;
    private @Nullable ColumnSpread spread;

    ShownSamples(Dataset data) {
        this.data = data;
    }

    Shown shown(int index) {
        float[] sample = new float[data.sampleSize()];
        data.copySample(index, sample, 0);
        InputMeaning input = data.input();
        if (input instanceof InputMeaning.Image image) {
            return Shown.image(png(image, sample));
        }
        if (input instanceof InputMeaning.Sound sound) {
            return Shown.image(png(new InputMeaning.Image(1, LARGEST / 2, LARGEST, 0, 1), outline(sound, sample)));
        }
        if (input instanceof InputMeaning.Text text) {
            return Shown.text(text(text, sample));
        }
        if (input instanceof InputMeaning.Table table) {
            return Shown.row(row(table, sample));
        }
        throw new AssertionError("bug: no picture of " + input);
    }

    /** Returns how loud a sound is over time, white on black. */
    private static float[] outline(InputMeaning.Sound sound, float[] sample) {
        int height = LARGEST / 2;
        float[] pixels = new float[height * LARGEST];
        for (int x = 0; x < LARGEST; x++) {
            float most = 0;
            int from = (int) ((long) x * sound.samples() / LARGEST);
            int to = (int) ((x + 1L) * sound.samples() / LARGEST);
            for (int i = from; i < to; i++) {
                most = Math.max(most, Math.abs(sample[i]));
            }
            int half = Math.max(1, Math.round(Math.min(1, 2 * most) * height / 2));
            for (int y = height / 2 - half; y < height / 2 + half; y++) {
                pixels[y * LARGEST + x] = 1;
            }
        }
        return pixels;
    }

    private static String png(InputMeaning.Image image, float[] sample) {
        BufferedImage picture = picture(image, sample);
        int longest = Math.max(image.width(), image.height());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(longest > LARGEST ? smaller(picture, longest) : picture, "png", bytes);
        } catch (IOException e) {
            throw new AssertionError("bug: writing to memory failed", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static BufferedImage picture(InputMeaning.Image image, float[] sample) {
        boolean gray = image.channels() < 3;
        BufferedImage picture = new BufferedImage(
                image.width(), image.height(), gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        int plane = image.width() * image.height();
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < picture.getRaster().getNumBands(); c++) {
                float share = (sample[c * plane + i] - image.min()) / (image.max() - image.min());
                picture.getRaster()
                        .setSample(
                                i % image.width(),
                                i / image.width(),
                                c,
                                Math.round(255 * Math.min(1, Math.max(0, share))));
            }
        }
        return picture;
    }

    private static BufferedImage smaller(BufferedImage picture, int longest) {
        int width = Math.max(1, picture.getWidth() * LARGEST / longest);
        int height = Math.max(1, picture.getHeight() * LARGEST / longest);
        BufferedImage small = new BufferedImage(width, height, picture.getType());
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return small;
    }

    private String text(InputMeaning.Text input, float[] sample) {
        if (tokenizer == null) {
            tokenizer = Tokenizer.of(input);
        }
        return tokenizer.text(sample);
    }

    private List<Cell> row(InputMeaning.Table table, float[] sample) {
        if (spread == null) {
            spread = ColumnSpread.of(data);
        }
        List<Cell> row = new ArrayList<>();
        List<TableColumn> columns = table.columnOfFeature();
        for (int c = 0; c < sample.length; c++) {
            if (columns.get(c) instanceof TableColumn.Category category) {
                row.add(new Cell(category.name() + " = " + text(category, (int) sample[c]), sample[c], 0));
            } else if (!Float.isNaN(sample[c])) {
                row.add(new Cell(table.features().get(c), sample[c], spread.deviation(c, sample[c])));
            }
        }
        return row;
    }

    private static String text(TableColumn.Category category, int code) {
        String text = code < category.other() ? category.values().get(code) : "another";
        return text.isEmpty() ? "missing" : text;
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
