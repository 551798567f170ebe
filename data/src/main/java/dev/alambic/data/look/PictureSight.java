package dev.alambic.data.look;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.survey.Finding;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Labelled pictures, and how they would be read.
 *
 * @param survey what there is
 * @param read what they are brought to
 * @param broken files that cannot be decoded
 * @param parts the parts that they come in
 */
public record PictureSight(Path source, Survey survey, InputMeaning.Image read, int broken, Parts parts)
        implements Look {

    /** Which parts the pictures have beside that to train on. */
    public record Parts(boolean validation, boolean test) {
        static Parts of(Survey survey) {
            return new Parts(has(survey, "validation"), has(survey, "test"));
        }

        private static boolean has(Survey survey, String part) {
            return survey.classes().values().stream().anyMatch(counts -> counts.containsKey(part));
        }
    }

    /**
     * Looks at a folder of pictures, or a list of them; empty if the source is something else.
     *
     * @throws dev.alambic.data.file.InvalidDataException if there is no class to learn
     */
    public static Optional<PictureSight> of(Path source, DataOptions options) {
        Optional<LabelledFiles> found =
                Surveys.files(source.toString(), options).filter(files -> files.kind() == FileKind.PICTURE);
        return found.map(files -> {
            Survey survey = Surveys.of(source.toString(), options);
            LoadedData data = DataSource.open(
                    source.toString(), options.withPictures(options.pictures().withBroken(PictureOptions.Broken.SKIP)));
            return new PictureSight(
                    source,
                    survey,
                    (InputMeaning.Image) data.all().input(),
                    files.files().size() - survey.samples(),
                    new Parts(data.validation() != null, data.test() != null));
        });
    }

    @Override
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        survey.findings().forEach(finding -> remarks.add(said(finding)));
        return remarks;
    }

    static String said(Finding finding) {
        return finding.count() + " × " + finding.kind()
                + (finding.examples().isEmpty() ? "" : ": " + String.join(", ", finding.examples()));
    }
}
