package dev.alambic.data.look;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Labelled sounds, and how they would be read.
 *
 * @param survey what there is
 * @param read what they are brought to
 * @param broken files that cannot be read
 * @param parts the parts that they come in
 */
public record SoundSight(Path source, Survey survey, InputMeaning.Sound read, int broken, PictureSight.Parts parts)
        implements Look {

    /** Looks at a folder of sounds, or a list of them; empty if the source is something else. */
    public static Optional<SoundSight> of(Path source, DataOptions options) {
        Optional<LabelledFiles> found =
                Surveys.files(source.toString(), options).filter(files -> files.kind() == FileKind.SOUND);
        return found.map(files -> {
            Survey survey = Surveys.of(source.toString(), options);
            LoadedData data = DataSource.open(
                    source.toString(), options.withPictures(options.pictures().withBroken(PictureOptions.Broken.SKIP)));
            return new SoundSight(
                    source,
                    survey,
                    (InputMeaning.Sound) data.all().input(),
                    files.files().size() - survey.samples(),
                    PictureSight.Parts.of(survey));
        });
    }

    @Override
    public List<String> remarks() {
        return survey.findings().stream().map(PictureSight::said).toList();
    }
}
