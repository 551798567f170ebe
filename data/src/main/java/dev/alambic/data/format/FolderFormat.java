package dev.alambic.data.format;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.folder.FolderData;
import dev.alambic.data.folder.LabelledFolder;
import dev.alambic.data.set.LoadedData;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Labelled pictures, texts or sounds: in folders that are called as their classes, or in a list of files and labels.
 */
final class FolderFormat implements DataFormat {

    @Override
    public Names names() {
        return new Names(
                "a folder of classes (pictures, texts, sounds)",
                "",
                "pictures, texts or sounds in <class>/ or train/<class>/, or a CSV of file and label");
    }

    @Override
    public Optional<LoadedData> labelled(Path path, DataOptions options) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        return LabelledFolder.at(path, options).map(found -> FolderData.load(name, found, options));
    }
}
