package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input or output.
 *
 * @param type element type, for example {@code float} or {@code int64}
 * @param shape each extent a size (a whole number), or a name for what the caller chooses
 * @param axes what each axis is, for example batch, channels, height, width; empty if not known
 * @param range least and greatest value; null if not known
 * @param meaning in one sentence
 * @param state of an input that is a state: the output whose value it takes in the next call, and zeros in the first;
 *     null for any other
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TensorSpec(
        String name,
        String type,
        List<Object> shape,
        List<String> axes,
        @Nullable Range range,
        String meaning,
        @Nullable String state) {

    /** Returns one that is no state. */
    public TensorSpec(
            String name, String type, List<Object> shape, List<String> axes, @Nullable Range range, String meaning) {
        this(name, type, shape, axes, range, meaning, null);
    }

    public TensorSpec {
        shape = List.copyOf(shape);
        axes = List.copyOf(axes);
        for (Object extent : shape) {
            if (!(extent instanceof Number) && !(extent instanceof String)) {
                throw new IllegalArgumentException(
                        "input or output '" + name + "': an extent is a number or a name (was " + extent + ")");
            }
        }
    }

    /** Returns whether it has one number a sample, which alone can tell two classes. */
    @JsonIgnore
    public boolean isOneNumber() {
        return shape.size() == 2 && shape.get(1) instanceof Number number && number.longValue() == 1;
    }

    /** Values from {@code min} to {@code max}, both included. */
    public record Range(
            @JsonProperty("min") double min,
            @JsonProperty("max") double max) {
        public Range {
            if (!(max >= min)) {
                throw new IllegalArgumentException("a range goes up (was " + min + " to " + max + ")");
            }
        }
    }
}
