package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the model was made, as far as it says.
 *
 * @param tool program that wrote the model; empty if it does not say
 * @param history steps, oldest first
 * @param parents files that it was made from
 * @param packagedBy program that made the package
 * @param data what it was trained on; empty if nobody says
 */
public record Provenance(
        String tool,
        @JsonUnwrapped Training training,
        List<String> history,
        List<Parent> parents,
        String packagedBy,
        String data) {

    public Provenance {
        history = List.copyOf(history);
        parents = List.copyOf(parents);
    }

    /**
     * The run that made it.
     *
     * @param recipe name of the recipe; empty if none
     * @param seed null if none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Training(String recipe, @Nullable Long seed) {}

    /** A file by its content. */
    public record Parent(String what, String sha256) {}
}
