package dev.alambic.workbench;

import dev.alambic.workbench.page.FilesView;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import dev.alambic.workbench.shelf.Takeaways;
import dev.alambic.workbench.shelf.Takeaways.Takeaway;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Files to take away; each is saved, none is shown, for what lies in a run is not part of these pages. */
final class Downloads {
    private final Shelf shelf;

    Downloads(Shelf shelf) {
        this.shelf = shelf;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/runs/{run}/files", context -> {
            Shelved shelved = shelf.named(context.pathParam("run"));
            context.html(FilesView.of(shelved, Takeaways.of(shelved)));
        });
        routes.get("/runs/{run}/files/{file}", this::give);
    }

    private void give(Context context) {
        Takeaway taken = Takeaways.named(shelf.named(context.pathParam("run")), context.pathParam("file"));
        String name = URLEncoder.encode(taken.name(), StandardCharsets.UTF_8).replace("+", "%20");
        context.header("Content-Disposition", "attachment; filename*=UTF-8''" + name);
        context.contentType("application/octet-stream");
        try {
            if (taken.inside() != null) {
                repack(taken, taken.inside(), context.res().getOutputStream());
                return;
            }
            context.header("Content-Length", Long.toString(taken.bytes()));
            context.result(Files.newInputStream(taken.file()));
        } catch (IOException e) {
            throw new Refusal(409, taken.name() + ": cannot be read", e);
        }
    }

    /** Writes a folder of a zip as a zip. */
    private static void repack(Takeaway taken, String folder, OutputStream out) throws IOException {
        try (ZipFile zip = new ZipFile(taken.file().toFile());
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
                    packed.putNextEntry(new ZipEntry(entry.getName()));
                    zip.getInputStream(entry).transferTo(packed);
                    packed.closeEntry();
                }
            }
        }
    }
}
