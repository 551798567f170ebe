package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inputs and what this very model answers to them. Elements are in row-major order, numbers little-endian, texts as a
 * JSON array; nothing else is in the files.
 *
 * @param tolerances for each output
 * @param cases at least 8
 * @param image a picture and the input that it becomes, to test preprocessing by; null for what is no image
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Golden(
        List<Tolerance> tolerances,
        List<Case> cases,
        @Nullable Picture image) {

    public Golden {
        tolerances = List.copyOf(tolerances);
        cases = List.copyOf(cases);
    }

    /**
     * How far an output may lie from what is expected: |actual - expected| &lt;= absolute, element by element.
     *
     * @param measured the greatest difference seen between ways to run the model here
     * @param between the ways
     */
    public record Tolerance(String output, double absolute, double measured, List<String> between) {
        public Tolerance {
            between = List.copyOf(between);
        }
    }

    /**
     * One run.
     *
     * @param what why this one
     * @param text what the tokens were cut from; null for what is no text
     * @param continues whether it goes on from the case before: its inputs lack the state, which is what that one gave;
     *     null for no
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Case(
            String name,
            String what,
            @Nullable String text,
            List<TensorFile> inputs,
            List<TensorFile> outputs,
            @Nullable Boolean continues) {

        /** Returns a run by itself. */
        public Case(
                String name, String what, @Nullable String text, List<TensorFile> inputs, List<TensorFile> outputs) {
            this(name, what, text, inputs, outputs, null);
        }

        public Case {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /** Returns whether it goes on from the case before. */
        public boolean goesOn() {
            return Boolean.TRUE.equals(continues);
        }
    }

    /** The elements of one tensor in a file of their own. */
    public record TensorFile(String name, String type, List<Long> shape, String file) {
        public TensorFile {
            shape = List.copyOf(shape);
        }
    }

    /**
     * A picture and the input that it becomes.
     *
     * @param pixels red, green and blue of each pixel, a byte each, row by row
     * @param tensor what the input gets, float32 [1, channels, height, width] or as the layout says
     * @param absolute how far each value may lie from it
     */
    public record Picture(int width, int height, String pixels, String tensor, double absolute) {}
}
