package dev.alambic.workbench.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What models say.
 *
 * @param seen the question as a model sees it; null if none can
 * @param expected what the data say of a sample; null if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reply(@Nullable Seen seen, @Nullable String expected, List<Said> answers) {
    public Reply {
        answers = List.copyOf(answers);
    }

    /**
     * What one model says.
     *
     * @param error why it says nothing; null if it does
     * @param label most probable class; null of numbers
     * @param values probability of each class, or each number
     * @param micros time of the call, µs
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Said(
            String model, @Nullable String error, @Nullable String label, List<Value> values, double micros) {
        public Said {
            values = List.copyOf(values);
        }
    }

    /** A named number; null where it is not finite. */
    public record Value(String name, @Nullable Double value) {}

    /**
     * A sample as people can look at it.
     *
     * @param kind as {@link dev.alambic.onnx.InputMeaning#kind} has it
     * @param png of a picture, in base 64
     * @param row of a table: each column's cell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Seen(
            String kind,
            @Nullable String png,
            @Nullable String text,
            @Nullable List<Cell> row) {}

    /** A cell of a table. */
    public record Cell(String column, String text) {}
}
