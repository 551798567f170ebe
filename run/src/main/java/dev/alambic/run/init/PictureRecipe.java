package dev.alambic.run.init;

import static dev.alambic.run.init.RecipeLines.quoted;

import dev.alambic.data.look.PictureSight;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.List;

/** The recipe for labelled pictures. */
final class PictureRecipe {
    /** Sides from which the first convolution goes in steps of two. */
    private static final int LARGE = 48;
    /** Pictures that are trained on longer. */
    private static final int FEW = 2000;

    private final String name;
    private final PictureSight pictures;
    private final RecipeLines recipe = new RecipeLines();

    PictureRecipe(String name, PictureSight pictures) {
        this.name = name;
        this.pictures = pictures;
    }

    String text() {
        InputMeaning.Image read = pictures.read();
        recipe.line("# Written by alambic init. Run it: alambic run " + name + ".yaml");
        recipe.line("name: " + name);
        recipe.line("description: "
                + quoted("which of " + pictures.survey().classes().size() + " classes a picture of "
                        + pictures.source().toAbsolutePath().normalize().getFileName() + " shows"));
        recipe.line("seed: 1 # decides splits, first weights and order: the same seed gives the same models");
        recipe.threads();
        data(read);
        int epochs = pictures.survey().samples() < FEW ? 25 : 10;
        boolean tiny = Math.min(read.height(), read.width()) < 16;
        recipe.line("teacher: # the large network, as good as the data allow");
        network(List.of(16, 32, 64, 64), tiny);
        recipe.training(epochs, 64, "adam", "2e-3");
        augmentation(read);
        recipe.line("student: # the small one, which learns from its answers and is what you ship");
        network(List.of(8, 16, 32), tiny);
        recipe.training(epochs * 3 / 2, 64, "adam", "5e-3");
        augmentation(read);
        recipe.distill(true);
        recipe.variants("static");
        return recipe.toString();
    }

    private void data(InputMeaning.Image read) {
        recipe.line("data:");
        recipe.line("  source: " + quoted(pictures.source().toString()));
        recipe.line("  size: " + read.width() + "x" + read.height() + " # "
                + pictures.survey().facts().getOrDefault("sizes", ""));
        recipe.line("  colours: " + (read.channels() == 3 ? "rgb" : "gray") + " # "
                + pictures.survey().facts().getOrDefault("colours", ""));
        recipe.line("  fit: stretch # crop takes the middle, pad puts all of it on black");
        if (pictures.broken() > 0) {
            recipe.line("  broken: skip # " + pictures.broken() + " files cannot be decoded; refuse names the first");
        }
        recipe.shares(pictures.parts().validation(), pictures.parts().test());
    }

    /** Convolutions of these widths, each half as large as the one before where there is room. */
    private void network(List<Integer> widths, boolean tiny) {
        int side = Math.min(pictures.read().height(), pictures.read().width());
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < widths.size(); i++) {
            boolean steps = i == 0 && side >= LARGE;
            layers.add("{type: conv, filters: " + widths.get(i) + (steps ? ", stride: 2" : "") + "}");
            side = steps ? (side + 1) / 2 : side;
            if (i < widths.size() - 1 && !tiny && side >= 8) {
                layers.add("{type: maxPool}");
                side /= 2;
            }
        }
        layers.add("{type: globalAveragePool}");
        layers.add("{type: linear}");
        recipe.line("  network:");
        recipe.line("    type: cnn");
        recipe.line("    layers:");
        layers.forEach(layer -> recipe.line("      - " + layer));
    }

    private void augmentation(InputMeaning.Image read) {
        int shift = Math.max(1, Math.min(read.height(), read.width()) / 16);
        recipe.line("    augmentation: {rotation: 8, scale: 0.08, shift: " + shift
                + "} # flip: 0.5 where mirrored pictures are of the same class");
    }
}
