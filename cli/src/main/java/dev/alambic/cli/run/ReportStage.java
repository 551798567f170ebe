package dev.alambic.cli.run;

import dev.alambic.bench.Comparison;
import dev.alambic.cli.recipe.Recipe;
import dev.alambic.cli.recipe.RecipeReader;
import dev.alambic.onnx.metrics.ClassificationMetrics;
import dev.alambic.report.Report;
import dev.alambic.report.RunRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the plots and writes the page. */
final class ReportStage {

    private final RunFolder folder;
    private final Recipe recipe;

    ReportStage(RunFolder folder, Recipe recipe) {
        this.folder = folder;
        this.recipe = recipe;
    }

    void run(List<String> labels, Map<String, ClassificationMetrics> quality, Comparison comparison) {
        RunRecords.Origin origin = new RunRecords.Origin(
                recipe.name(),
                recipe.seed(),
                RecipeReader.write(recipe),
                environment(),
                List.of("./alambic run " + folder.path().resolve("recipe.yaml")));
        RunRecords records = new RunRecords(
                origin, labels, History.open(folder.historyFile()).epochs(), comparison, quality);
        Report.write(records, folder.path());
    }

    private Map<String, String> environment() {
        Map<String, String> facts = new LinkedHashMap<>();
        folder.environment().ifPresent(environment -> {
            facts.put("alambic", environment.alambic());
            facts.put("started", environment.started());
            facts.put("java", environment.jvm() + " " + environment.java());
            facts.put("system", environment.os() + " " + environment.architecture());
            facts.put("processor", environment.cpu() + ", " + environment.cores() + " cores");
            facts.put("onnx runtime", environment.onnxRuntime());
            facts.put("engine", environment.engine());
        });
        return facts;
    }
}
