package dev.alambic.workbench.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page needs to know to let a user ask a model.
 *
 * @param error why it cannot be asked; null if it can
 * @param input {@code image}, {@code text}, {@code table} or {@code sound}
 * @param channels of an image
 * @param pair what two texts are called
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFacts(
        String name,
        @Nullable String error,
        @Nullable String task,
        @Nullable String input,
        @Nullable Integer channels,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable List<String> pair,
        @Nullable List<Column> columns) {

    /** A column of a table; {@code values} of a category. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Column(String name, String kind, @Nullable List<String> values) {}

    static ModelFacts refused(String name, String error) {
        return new ModelFacts(name, error, null, null, null, null, null, null, null);
    }

    static ModelFacts of(String name, OpenModel model) {
        InputMeaning input = model.input();
        String task = model.task();
        if (input instanceof InputMeaning.Image image) {
            return new ModelFacts(
                    name, null, task, input.kind(), image.channels(), image.width(), image.height(), null, null);
        }
        if (input instanceof InputMeaning.Table table) {
            List<Column> columns =
                    table.columns().stream().map(ModelFacts::column).toList();
            return new ModelFacts(name, null, task, input.kind(), null, null, null, null, columns);
        }
        List<String> pair = input instanceof InputMeaning.Text text && text.pair() != null
                ? List.of(text.pair().first(), text.pair().second())
                : null;
        return new ModelFacts(name, null, task, input == null ? null : input.kind(), null, null, null, pair, null);
    }

    private static Column column(TableColumn column) {
        return new Column(
                column.name(),
                column.kind(),
                column instanceof TableColumn.Category category ? category.values() : null);
    }
}
