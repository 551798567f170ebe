package dev.alambic.workbench.look;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What several models looked at.
 *
 * @param compared a line for each model after the first that can be compared with it
 */
public record Looks(List<Look> models, List<String> compared) {
    public Looks {
        models = List.copyOf(models);
        compared = List.copyOf(compared);
    }

    /**
     * What one model looked at.
     *
     * @param error why that cannot be told; null if it can
     * @param of the class, label or number that is followed
     * @param probability whether that is a probability
     * @param whole its probability, or the number, with all parts in place
     * @param columns of a picture: its parts lie in so many columns, row by row
     * @param parts in their order in the sample
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Look(
            String model,
            @Nullable String error,
            @Nullable String of,
            boolean probability,
            @Nullable Double whole,
            @Nullable Integer columns,
            List<Part> parts) {
        public Look {
            parts = List.copyOf(parts);
        }

        static Look refused(String model, String error) {
            return new Look(model, error, null, false, null, null, List.of());
        }
    }

    /**
     * A part of a sample.
     *
     * @param name the place in a picture, the words, or the column
     * @param was what a column holds; null of all else
     * @param instead what stands in its place; null for nothing
     * @param without the probability, or the number, without it; null where it is not finite
     * @param weight above 0 where it speaks for the answer: of a probability in bits, of a number in its unit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String name,
            @Nullable String was,
            @Nullable String instead,
            @Nullable Double without,
            double weight) {}
}
