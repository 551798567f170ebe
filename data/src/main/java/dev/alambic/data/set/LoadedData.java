package dev.alambic.data.set;

import dev.alambic.data.picture.PictureForm;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a data source holds.
 *
 * @param all every sample, or every sample but the parts that the source has of its own
 * @param validation the source's own part to choose by, with the classes of {@code all}; null if it has none
 * @param test the source's own test part, with the classes of {@code all}; null if it has none
 */
public record LoadedData(
        Dataset all, @Nullable Dataset validation, @Nullable Dataset test) {

    public LoadedData {
        if (validation != null) {
            all.requireLike(validation);
        }
        if (test != null) {
            all.requireLike(test);
        }
    }

    /** Returns these pictures in the form that a model takes; see {@link Dataset#inForm}. */
    public LoadedData inForm(PictureForm form) {
        return mapped(part -> part.inForm(form));
    }

    /** Returns what each part becomes by {@code change}. */
    public LoadedData mapped(UnaryOperator<Dataset> change) {
        return new LoadedData(
                change.apply(all),
                validation == null ? null : change.apply(validation),
                test == null ? null : change.apply(test));
    }

    /** Data without a validation part of their own. */
    public LoadedData(Dataset all, @Nullable Dataset test) {
        this(all, null, test);
    }
}
