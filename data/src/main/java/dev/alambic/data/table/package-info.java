/** Tables: CSV and TSV files, their columns and labels. */
@NullMarked
package dev.alambic.data.table;

import org.jspecify.annotations.NullMarked;
