package dev.alambic.cli.command;

import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.survey.ContactSheet;
import dev.alambic.data.survey.Finding;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.run.UsageException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Tells what there is in a source of labelled data, and what is suspicious about it. */
public final class DataCommand implements Command {
    /** What a sheet of each kind of samples is called. */
    private static final Map<String, String> FILES = Map.of("image", "pictures", "sound", "sounds");

    private static final List<String> PARTS = List.of("train", "validation", "test");

    @Override
    public Usage usage() {
        Flags flags = new Flags()
                .flag(
                        "show",
                        "write a sheet of each class, <source>-pictures.png, or of sounds their spectrograms, <source>-sounds.png; of"
                                + " texts one of each is shown anyway")
                .out("FILE", "where to write the sheet")
                .value("label", "COLUMN", "the column of the class (default: the last)")
                .value("target-column", "COLUMN", "a column of numbers to answer with; may be repeated");
        return new Usage(
                "data",
                "<source>",
                "look through labelled data: counts by class and part, sizes, broken files, duplicates, leaks, contradictions",
                TableFlags.addWithTexts(ModelData.addLabels(flags)));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String source = arguments.operand();
        DataOptions options = TableFlags.unlabelled(arguments)
                .withLabel(arguments.text("label").orElse(null))
                .withTargets(ModelData.target(arguments))
                .withLabels(ModelData.labels(arguments));
        Survey survey = Surveys.of(source, options);
        boolean show = arguments.has("show");
        boolean out = arguments.has("out");
        if (out || (show && !survey.kind().equals("text"))) { // texts are shown anyway
            write(sheet(arguments, source, options), arguments, source, survey.kind(), console);
        }
        console.result(survey, () -> text(survey));
        return ExitCode.DONE;
    }

    private static BufferedImage sheet(Arguments arguments, String source, DataOptions options) {
        Optional<LabelledFiles> files = Surveys.files(source, options);
        if (files.isPresent() && files.get().kind() != FileKind.TEXT) {
            return ContactSheet.of(files.get());
        }
        Dataset data = files.isPresent() || options.text() != null
                ? null
                : DataSource.open(source, options).all();
        if (data == null || !ContactSheet.draws(data.input()) || !(data.targets() instanceof Targets.Classes)) {
            throw new UsageException(arguments.where(arguments.has("show") ? "show" : "out")
                    + ": is for pictures and sounds, and " + source + " holds none");
        }
        return ContactSheet.of(data);
    }

    private static void write(BufferedImage sheet, Arguments arguments, String source, String kind, Console console) {
        String name =
                String.valueOf(Path.of(source).toAbsolutePath().normalize().getFileName());
        Path file =
                arguments.path("out").orElseGet(() -> Path.of(name + "-" + FILES.getOrDefault(kind, kind) + ".png"));
        WholeFile.write(file, out -> {
            if (!ImageIO.write(sheet, "png", out)) {
                throw new AssertionError("bug: no writer of PNG");
            }
        });
        console.progress(FILES.getOrDefault(kind, kind) + ": " + file);
    }

    static String text(Survey survey) {
        List<String> parts = PARTS.stream()
                .filter(part -> survey.classes().values().stream().anyMatch(counts -> counts.containsKey(part)))
                .toList();
        TextTable table =
                new TextTable(Stream.concat(Stream.of("class"), parts.stream()).toArray(String[]::new));
        survey.classes().forEach((name, counts) -> {
            List<Object> row = new ArrayList<>(List.of(name));
            parts.forEach(part -> row.add(counts.getOrDefault(part, 0)));
            table.row(row.toArray());
        });
        StringBuilder text = new StringBuilder(survey.source() + ": " + survey.samples() + " samples (" + survey.kind()
                + ")"
                + (survey.classes().isEmpty() ? "" : ", " + survey.classes().size() + " classes") + "\n");
        survey.facts()
                .forEach((name, fact) ->
                        text.append(name).append(": ").append(fact).append('\n'));
        if (!survey.classes().isEmpty()) {
            text.append('\n').append(table).append('\n');
        }
        for (Finding finding : survey.findings()) {
            text.append('\n').append(finding.count()).append(" × ").append(finding.kind());
            new TreeSet<>(finding.examples())
                    .forEach(example -> text.append("\n  ").append(example));
        }
        return text + (survey.findings().isEmpty() ? "\nnothing suspicious" : "");
    }
}
