package dev.alambic.run.init;

import static dev.alambic.run.init.RecipeLines.quoted;

import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.TextSight;
import java.util.Locale;

/** The recipe for labelled texts in files. */
final class TextRecipe {
    /** Letters a token, about. */
    private static final int LETTERS = 5;

    private final String name;
    private final TextSight texts;
    private final TableOptions told;
    private final RecipeLines recipe = new RecipeLines();

    TextRecipe(String name, TextSight texts, TableOptions told) {
        this.name = name;
        this.texts = texts;
        this.told = told;
    }

    String text() {
        int samples = texts.survey().samples();
        recipe.line("# Written by alambic init. Run it: alambic run " + name + ".yaml");
        recipe.line("name: " + name);
        recipe.line("description: "
                + quoted("which of " + texts.survey().classes().size() + " classes a text of "
                        + texts.source().toAbsolutePath().normalize().getFileName() + " belongs to"));
        recipe.line("seed: 1 # decides splits, first weights and order: the same seed gives the same models");
        recipe.line("data:");
        recipe.line("  source: " + quoted(texts.source().toString()));
        recipe.vocabulary(samples, length());
        if (told.encoding() != null) {
            recipe.line("  encoding: " + told.encoding().name().toLowerCase(Locale.ROOT));
        }
        if (texts.broken() > 0) {
            recipe.line("  broken: skip # " + texts.broken() + " files are no texts; refuse names the first");
        }
        recipe.shares(texts.parts().validation(), texts.parts().test());
        recipe.textNetworks(samples);
        recipe.variants("dynamic");
        return recipe.toString();
    }

    /** As many tokens as most texts have, so that training stays quick. */
    private int length() {
        return texts.letters() > 64 * LETTERS ? 128 : 64;
    }
}
