package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.run.recipe.ShippedRecipes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists the shipped recipes, or shows one. */
public final class RecipesCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage("recipes", "[recipe]", "list the shipped recipes, or show one");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> operands = arguments.operands(0, 1);
        if (operands.isEmpty()) {
            Map<String, String> descriptions = descriptions();
            console.result(descriptions, () -> list(descriptions));
        } else {
            String text = RecipeSource.find(operands.get(0)).text();
            console.result(text, () -> text);
        }
        return ExitCode.DONE;
    }

    private static Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (String name : ShippedRecipes.names()) {
            Recipe recipe = RecipeReader.read(RecipeSource.find(name), List.of());
            descriptions.put(name, recipe.description());
        }
        return descriptions;
    }

    private static String list(Map<String, String> descriptions) {
        return descriptions.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%-22s %s", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
