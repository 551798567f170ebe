package dev.alambic.report.page;

import dev.alambic.report.chart.LayerCharts;
import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.run.RunRecords;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which sections a page has. */
final class Sections {

    private Sections() {}

    /** Returns what there is to show of a run that has the page for itself. */
    static List<Section> alone(RunRecords run) {
        return there(
                MakingSection.of(run),
                FrontSection.of(List.of(run)),
                ModelsSection.of(List.of(run)),
                DataSection.of(run),
                training(run),
                layers(run),
                ConfusionSection.of(run),
                LabelsSection.of(run),
                NumbersSection.of(run),
                DisagreementSection.of(run),
                AgainSection.of(run));
    }

    /** Returns what there is to show of one run beyond what stands in {@link #shared}. */
    static List<Section> own(RunRecords run) {
        return there(
                MakingSection.of(run),
                DataSection.of(run),
                training(run),
                layers(run),
                ConfusionSection.of(run),
                LabelsSection.of(run),
                NumbersSection.of(run),
                DisagreementSection.of(run),
                AgainSection.of(run));
    }

    /** Returns what there is to show of several runs together. */
    static List<Section> shared(List<RunRecords> runs) {
        return there(FrontSection.of(runs), ModelsSection.of(runs), RecipeSection.of(runs));
    }

    /** Returns what happened epoch by epoch. */
    private static Section training(RunRecords run) {
        return Section.ofCharts(
                "training", "Training", TrainingCharts.of(run.history()).values());
    }

    /** Returns what pruning and quantization did to each layer. */
    private static Section layers(RunRecords run) {
        return Section.ofCharts("layers", "Layer by layer", LayerCharts.of(run));
    }

    private static List<Section> there(Section... sections) {
        return Stream.of(sections).filter(section -> !section.isEmpty()).toList();
    }

    /** Returns what a run is called among others: its name, or its folder where others have that name too. */
    static String name(List<RunRecords> runs, int index) {
        RunRecords.Origin origin = runs.get(index).origin();
        long same = runs.stream()
                .filter(run -> run.origin().name().equals(origin.name()))
                .count();
        if (same == 1) {
            return origin.name();
        }
        String folder = origin.folder().replaceAll("[/\\\\]+$", "").replaceFirst("^.*[/\\\\]", "");
        return folder.isEmpty() ? origin.name() + " " + (index + 1) : folder;
    }

    static String names(List<RunRecords> runs) {
        return IntStream.range(0, runs.size()).mapToObj(i -> name(runs, i)).collect(Collectors.joining(" · "));
    }
}
