package dev.alambic.workbench.answer;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.NumberForm;
import dev.alambic.data.table.NumberForms;
import dev.alambic.data.table.TableEncoder;
import dev.alambic.data.text.Passage;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.workbench.shelf.Refusal;
import java.util.List;

/** Makes a sample, as a model takes it, of what a user brings. */
public final class Asked {
    /** Pixels of an uploaded picture, and of a drawing. */
    private static final long PICTURE_PIXELS = 25_000_000;

    private static final long DRAWING_PIXELS = 2_000_000;

    private Asked() {}

    /**
     * Returns what a model is fed with.
     *
     * @param own samples of the run
     * @return one sample in raw units, [values]
     * @throws Refusal if the model takes no such thing, or the request holds none
     */
    public static float[] sample(OpenModel model, Question question, RunSamples own) {
        try {
            float[] sample = made(model, question, own);
            if (sample.length != model.sampleSize()) {
                throw new Refusal(
                        422,
                        "takes samples of another size (expected " + model.sampleSize() + " values, was "
                                + sample.length + ")");
            }
            return sample;
        } catch (InvalidDataException e) { // of what the request holds: no file is named
            throw new Refusal(400, String.valueOf(e.getMessage()), e);
        }
    }

    private static float[] made(OpenModel model, Question question, RunSamples own) {
        if (question instanceof Question.Sample asked) {
            return own.sample(asked.index());
        }
        if (question instanceof Question.Picture picture) {
            return picture.isDrawn()
                    ? form(model).drawn(picture.file(), "the drawing", DRAWING_PIXELS, own.drawings())
                    : form(model).values(picture.file(), "the picture", PICTURE_PIXELS);
        }
        if (question instanceof Question.Text text) {
            return text(model, text);
        }
        return row(model, (Question.Row) question);
    }

    private static PictureForm form(OpenModel model) {
        PictureForm form = model.form();
        if (form == null) {
            throw new Refusal(422, "takes no pictures");
        }
        return form;
    }

    private static float[] text(OpenModel model, Question.Text text) {
        Tokenizer tokenizer = model.tokenizer();
        if (tokenizer == null || !(model.input() instanceof InputMeaning.Text meaning)) {
            throw new Refusal(422, "takes no texts");
        }
        boolean pair = meaning.pair() != null;
        String second = text.second();
        if (text.first().isBlank() || pair != (second != null) || (second != null && second.isBlank())) {
            throw new Refusal(
                    400, "the text: expected " + (pair ? "two texts, each with words" : "one text with words"));
        }
        return tokenizer.samplesOf(List.of(new Passage(text.first(), second)))[0];
    }

    private static float[] row(OpenModel model, Question.Row row) {
        if (!(model.input() instanceof InputMeaning.Table table)) {
            throw new Refusal(422, "takes no rows of a table");
        }
        List<String> columns = table.columns().stream().map(TableColumn::name).toList();
        for (String column : row.cells().keySet()) {
            if (!columns.contains(column)) {
                throw new Refusal(400, "the row: the model has no column '" + column + "'");
            }
        }
        List<String> cells = columns.stream()
                .map(column -> row.cells().getOrDefault(column, "").strip())
                .toList();
        return TableEncoder.inOrder(table, NumberForms.all(NumberForm.POINT)).encode(new CsvRow("the row", 1, cells));
    }
}
