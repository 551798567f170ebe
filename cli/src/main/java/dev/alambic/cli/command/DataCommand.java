package dev.alambic.cli.command;

import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.survey.ContactSheet;
import dev.alambic.data.survey.Finding;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Tells what there is in a source of labelled data, and what is suspicious about it. */
public final class DataCommand implements Command {
    private static final List<String> PARTS = List.of("train", "validation", "test");

    @Override
    public Usage usage() {
        Flags flags = new Flags()
                .flag(
                        "show",
                        "write a sheet of pictures of each class, <source>-pictures.png; of texts one of each is shown anyway")
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
        boolean show = arguments.has("show") || arguments.has("out");
        Optional<LabelledFiles> pictures = show ? Surveys.files(source, options) : Optional.empty();
        if (show && pictures.isEmpty()) {
            throw new UsageException(arguments.where(arguments.has("show") ? "show" : "out")
                    + ": is for folders of pictures, and " + source + " is none");
        }
        pictures = pictures.filter(files -> files.kind() == FileKind.PICTURE);
        if (arguments.has("out") && pictures.isEmpty()) {
            throw new UsageException(
                    arguments.where("out") + ": is for folders of pictures, and " + source + " holds none");
        }
        Survey survey = Surveys.of(source, options);
        pictures.ifPresent(files -> write(files, sheet(arguments, files), console));
        console.result(survey, () -> text(survey));
        return ExitCode.DONE;
    }

    private static Path sheet(Arguments arguments, LabelledFiles files) {
        return arguments
                .path("out")
                .orElseGet(
                        () -> Path.of(files.root().toAbsolutePath().normalize().getFileName() + "-pictures.png"));
    }

    private static void write(LabelledFiles files, Path file, Console console) {
        WholeFile.write(file, out -> {
            if (!ImageIO.write(ContactSheet.of(files), "png", out)) {
                throw new AssertionError("bug: no writer of PNG");
            }
        });
        console.progress("pictures: " + file);
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
