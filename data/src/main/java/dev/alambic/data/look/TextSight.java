package dev.alambic.data.look;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.folder.TextFiles;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Labelled texts in files.
 *
 * @param survey what there is
 * @param letters that half of the texts have at most
 * @param broken files that are no texts
 * @param parts the parts that they come in
 */
public record TextSight(Path source, Survey survey, int letters, int broken, PictureSight.Parts parts) implements Look {

    /** Looks at a folder of texts, or a list of them; empty if the source is something else. */
    public static Optional<TextSight> of(Path source, DataOptions options) {
        Optional<LabelledFiles> found =
                Surveys.files(source.toString(), options).filter(files -> files.kind() == FileKind.TEXT);
        return found.map(files -> {
            TextFiles reader = new TextFiles(files, options.table().encodingOrUsual(), true);
            List<Integer> letters = new ArrayList<>();
            reader.read(files.files(), text -> letters.add(text.text().length()));
            letters.sort(null);
            Survey survey = Surveys.of(source.toString(), options);
            return new TextSight(
                    source,
                    survey,
                    letters.isEmpty() ? 0 : letters.get((letters.size() - 1) / 2),
                    reader.brokenFiles().size(),
                    PictureSight.Parts.of(survey));
        });
    }

    @Override
    public List<String> remarks() {
        return survey.findings().stream().map(PictureSight::said).toList();
    }
}
