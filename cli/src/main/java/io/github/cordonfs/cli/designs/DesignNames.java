package io.github.cordonfs.cli.designs;

import io.github.cordonfs.cli.designs.model.Design;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads designs as people name them: by id or by word. */
final class DesignNames implements ITypeConverter<Design> {

  @Override
  public Design convert(String text) {
    return Design.named(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "no design '"
                    + text
                    + "'; there are "
                    + Arrays.stream(Design.values())
                        .map(each -> each.id() + " (" + each.word() + ")")
                        .collect(Collectors.joining(", "))));
  }
}
