package dev.alambic.run.init;

import static dev.alambic.run.init.RecipeLines.quoted;

import dev.alambic.data.look.SoundSight;
import java.util.List;

/** The recipe for labelled sounds. */
final class SoundRecipe {
    /** Sounds that are trained on longer. */
    private static final int FEW = 2000;

    private final String name;
    private final SoundSight sounds;
    private final RecipeLines recipe = new RecipeLines();

    SoundRecipe(String name, SoundSight sounds) {
        this.name = name;
        this.sounds = sounds;
    }

    String text() {
        recipe.line("# Written by alambic init. Run it: alambic run " + name + ".yaml");
        recipe.line("name: " + name);
        recipe.line("description: "
                + quoted("which of " + sounds.survey().classes().size() + " classes a sound of "
                        + sounds.source().toAbsolutePath().normalize().getFileName() + " is"));
        recipe.line("seed: 1 # decides splits, first weights and order: the same seed gives the same models");
        recipe.threads();
        recipe.line("data:");
        recipe.line("  source: " + quoted(sounds.source().toString()));
        recipe.line("  rate: " + sounds.read().rate() + " # samples a second; others are resampled");
        recipe.line(
                "  seconds: " + (double) sounds.read().samples() / sounds.read().rate()
                        + " # of a sound; what is longer loses its end, what is shorter is followed by silence");
        if (sounds.broken() > 0) {
            recipe.line("  broken: skip # " + sounds.broken() + " files cannot be read; refuse names the first");
        }
        recipe.shares(sounds.parts().validation(), sounds.parts().test());
        int epochs = sounds.survey().samples() < FEW ? 20 : 10;
        recipe.line("teacher: # the large network, as good as the data allow; it sees a spectrogram");
        network(List.of(16, 32, 64));
        recipe.training(epochs, 32, "adam", "2e-3");
        augmentation();
        recipe.line("student: # the small one, which learns from its answers and is what you ship");
        network(List.of(8, 16, 32));
        recipe.training(epochs * 3 / 2, 32, "adam", "5e-3");
        augmentation();
        recipe.distill(true);
        recipe.variants("static");
        return recipe.toString();
    }

    private void network(List<Integer> widths) {
        recipe.line("  network:");
        recipe.line("    type: cnn");
        recipe.line("    layers:");
        for (int i = 0; i < widths.size(); i++) {
            recipe.line("      - {type: conv, filters: " + widths.get(i) + (i == 0 ? ", stride: 2" : "") + "}");
            if (i > 0 && i < widths.size() - 1) {
                recipe.line("      - {type: maxPool}");
            }
        }
        recipe.line("      - {type: globalAveragePool}");
        recipe.line("      - {type: linear}");
    }

    private void augmentation() {
        recipe.line("    augmentation: {shift: 100, brightness: 0.5, noise: 0.2} # ms, loudness, noise");
    }
}
