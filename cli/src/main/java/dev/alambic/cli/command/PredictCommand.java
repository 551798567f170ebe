package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.SampleSource;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.LabelPrediction;
import dev.alambic.data.answer.Labeller;
import dev.alambic.data.answer.MultiTasker;
import dev.alambic.data.answer.NumberPrediction;
import dev.alambic.data.answer.Prediction;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.answer.TaskAnswer;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.task.Task;
import dev.alambic.data.text.Passage;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks a model about samples. */
public final class PredictCommand implements Command {

    /** A float32 holds no more. */
    private static final int SIGNIFICANT = 7;

    @Override
    public Usage usage() {
        return new Usage(
                "predict",
                "<model.onnx> [input]...",
                "tell the class, the labels, or the numbers, of an image, a row of numbers, a text, or all samples of a file",
                flags());
    }

    private static Flags flags() {
        Flags flags = new Flags()
                .value(
                        "input",
                        "INPUT",
                        "an image, a CSV, TSV, JSON Lines or IDX file, numbers separated by commas, or a text")
                .value("text", "WORDS", "a text; given twice, the two texts that a model of pairs is asked about")
                .value("file", "FILE", "a file that is one sample: a text of many lines");
        return DeviceFlags.addTo(ImageFlags.addTo(TableFlags.addWithTexts(flags)));
    }

    /** What the model says of one sample. */
    record Answer(String input, String label, double probability, Map<String, Double> probabilities) {}

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> operands = arguments.operands(1, Integer.MAX_VALUE);
        Path file = arguments.firstModelFile();
        List<String> inputs = new ArrayList<>(operands.subList(1, operands.size()));
        inputs.addAll(arguments.texts("input"));
        List<String> wholes = arguments.texts("file");
        if (inputs.isEmpty() && wholes.isEmpty() && !arguments.has("text")) {
            throw new UsageException("predict: say after the model, or by --input, what to ask about");
        }
        OnnxModel model = OnnxModel.read(file);
        InputMeaning meaning = ModelInfo.of(model).input();
        List<ValueInfo> feeds = model.graph().requiredInputs();
        boolean pictures = meaning instanceof InputMeaning.Image
                || (meaning == null && feeds.size() == 1 && PictureForm.takesPictures(feeds.get(0)));
        if (meaning == null && !pictures) {
            throw new UnsupportedModelException(
                    file + ": the metadata do not say what the input means (key '" + ModelMetadata.INPUT + "')");
        }
        List<String> texts = arguments.texts("text");
        if (texts.size() == 2 && meaning instanceof InputMeaning.Text text && text.pair() != null) {
            inputs.add(String.join(Passage.BETWEEN, texts));
        } else {
            inputs.addAll(texts);
        }
        if (meaning != null && !pictures) {
            ImageFlags.requireNone(arguments, "what a model of " + meaning.kind() + "s is asked");
        }
        DataOptions table = TableFlags.unlabelled(arguments);
        PictureReading reading = new PictureReading(arguments, file, model);
        List<Supplier<Questions.Asked>> asked = new ArrayList<>();
        if (meaning == null || pictures) {
            inputs.addAll(wholes);
            inputs.forEach(input -> asked.add(picture(reading, input)));
        } else {
            inputs.forEach(
                    input -> asked.add(() -> new Questions.Asked(model, SampleSource.read(input, meaning, table))));
            wholes.forEach(whole ->
                    asked.add(() -> new Questions.Asked(model, SampleSource.readWhole(Path.of(whole), meaning))));
        }
        answer(arguments, model, asked.stream().map(Supplier::get).toList(), console);
        return ExitCode.DONE;
    }

    private static Supplier<Questions.Asked> picture(PictureReading reading, String input) {
        OnnxModel taking = reading.taking(input);
        return () -> new Questions.Asked(taking, reading.of(taking).asked(input));
    }

    private static void answer(Arguments arguments, OnnxModel model, List<Questions.Asked> asked, Console console) {
        SessionOptions options = DeviceFlags.session(arguments);
        if (Task.isMultiTask(model)) {
            tell(
                    new Questions<>(
                            asked,
                            each -> MultiTasker.open(each, options),
                            (tasker, name, sample) -> new Answers(name, tasker.predict(sample))),
                    PredictCommand::ofTasks,
                    console);
        } else if (Task.isRegression(model)) {
            tell(
                    new Questions<>(
                            asked,
                            each -> Regressor.open(each, options),
                            (regressor, name, sample) -> new Estimate(name, regressor.predict(sample))),
                    PredictCommand::table,
                    console);
        } else if (Task.isMultiLabel(model)) {
            tell(
                    new Questions<>(asked, each -> Labeller.open(each, options), PredictCommand::labels),
                    PredictCommand::said,
                    console);
        } else {
            tell(
                    new Questions<>(asked, each -> Classifier.open(each, options), PredictCommand::answer),
                    PredictCommand::text,
                    console);
        }
    }

    /** Tells the answers, and closes what gives them. */
    private static <A> void tell(Questions<?, A> given, Function<List<A>, String> text, Console console) {
        try (given) {
            console.results(given.begun(), text);
        }
    }

    /** What the model says of one sample, by task. */
    record Answers(String input, Map<String, TaskAnswer> answers) {}

    private static String ofTasks(List<Answers> answers) {
        List<String> titles = new ArrayList<>(List.of("input"));
        titles.addAll(answers.get(0).answers().keySet());
        TextTable table = new TextTable(titles.toArray(String[]::new));
        answers.forEach(answer -> {
            List<Object> row = new ArrayList<>(List.of(answer.input()));
            answer.answers().values().forEach(said -> row.add(text(said)));
            table.row(row.toArray());
        });
        return table.toString();
    }

    private static String text(TaskAnswer said) {
        if (said instanceof Prediction one) {
            return one.label() + " " + Numbers.percent(one.probability());
        }
        if (said instanceof LabelPrediction several) {
            return said(several.labels(), several.probabilities());
        }
        Map<String, Double> numbers = ((NumberPrediction) said).numbers();
        return numbers.entrySet().stream()
                .map(number -> (numbers.size() == 1 ? "" : number.getKey() + " ")
                        + Numbers.significant(number.getValue(), SIGNIFICANT))
                .collect(Collectors.joining(", "));
    }

    private static String said(List<String> labels, Map<String, Double> probabilities) {
        return labels.isEmpty()
                ? "-"
                : labels.stream()
                        .map(label -> label + " " + Numbers.percent(probabilities.getOrDefault(label, 0.0)))
                        .collect(Collectors.joining(", "));
    }

    /** The labels that the model says of one sample, and the probability of each. */
    record Labels(String input, List<String> labels, Map<String, Double> probabilities) {}

    private static Labels labels(Labeller labeller, String name, float[] sample) {
        LabelPrediction said = labeller.predict(sample);
        return new Labels(name, said.labels(), said.probabilities());
    }

    private static String said(List<Labels> answers) {
        TextTable table = new TextTable("input", "labels");
        answers.forEach(answer -> table.row(answer.input(), said(answer.labels(), answer.probabilities())));
        return table.toString();
    }

    /** The numbers that the model says of one sample, by target. */
    record Estimate(String input, Map<String, Double> numbers) {}

    private static String table(List<Estimate> estimates) {
        List<String> titles = new ArrayList<>(List.of("input"));
        titles.addAll(estimates.get(0).numbers().keySet());
        TextTable table = new TextTable(titles.toArray(String[]::new));
        estimates.forEach(estimate -> {
            List<Object> row = new ArrayList<>(List.of(estimate.input()));
            estimate.numbers().values().forEach(number -> row.add(Numbers.significant(number, SIGNIFICANT)));
            table.row(row.toArray());
        });
        return table.toString();
    }

    private static Answer answer(Classifier classifier, String name, float[] sample) {
        Prediction said = classifier.predict(sample);
        return new Answer(name, said.label(), said.probability(), said.probabilities());
    }

    private static String text(List<Answer> answers) {
        TextTable table = new TextTable("input", "label", "probability");
        answers.forEach(answer -> table.row(answer.input(), answer.label(), Numbers.percent(answer.probability())));
        return table.toString();
    }
}
