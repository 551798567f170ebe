package dev.alambic.workbench.answer;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.workbench.answer.Reply.Cell;
import dev.alambic.workbench.answer.Reply.Seen;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Makes of a model's input what people can look at. */
public final class Seeing {

    private Seeing() {}

    static @Nullable Seen of(OpenModel model, float[] sample) {
        InputMeaning input = model.input();
        if (input instanceof InputMeaning.Image image) {
            return new Seen(input.kind(), png(image, sample, model.isPixelwise()), null, null);
        }
        if (input instanceof InputMeaning.Text && model.tokenizer() != null) {
            return new Seen(input.kind(), null, model.tokenizer().text(sample), null);
        }
        if (input instanceof InputMeaning.Table table) {
            return new Seen(input.kind(), null, null, row(table, sample));
        }
        return null;
    }

    /** @param pixels whether the channels of a pixel lie together */
    private static String png(InputMeaning.Image image, float[] sample, boolean pixels) {
        boolean gray = image.channels() < 3;
        int plane = image.width() * image.height();
        BufferedImage picture = new BufferedImage(
                image.width(), image.height(), gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < (gray ? 1 : 3); c++) {
                float value = sample[pixels ? i * image.channels() + c : c * plane + i];
                float level = 255 * (value - image.min()) / (image.max() - image.min());
                picture.getRaster()
                        .setSample(
                                i % image.width(), i / image.width(), c, Math.round(Math.min(255, Math.max(0, level))));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new AssertionError("bug: writing to memory failed", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** A date is left empty: its parts do not tell its text. */
    private static List<Cell> row(InputMeaning.Table table, float[] sample) {
        List<Cell> row = new ArrayList<>();
        int at = 0;
        for (TableColumn column : table.columns()) {
            row.add(new Cell(column.name(), cell(column, sample[at])));
            at += column.features().size();
        }
        return row;
    }

    /** Returns the cell that a column's first value was read from, as far as it can be told; empty for a date. */
    public static String cell(TableColumn column, float value) {
        if (column instanceof TableColumn.Category category) {
            int code = Math.round(value);
            return code >= 0 && code < category.other() ? category.values().get(code) : "";
        }
        if (column instanceof TableColumn.Date || Float.isNaN(value)) {
            return "";
        }
        return Float.toString(value).replaceFirst("\\.0$", "");
    }
}
