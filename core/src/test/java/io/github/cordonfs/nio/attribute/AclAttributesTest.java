package io.github.cordonfs.nio.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The view {@code acl}, which is there when it is asked for. */
@Tag("S43")
class AclAttributesTest {

  private FileSystem fs;
  private Path file;
  private UserPrincipal ada;
  private AclEntry denial;

  @BeforeEach
  void open() throws IOException {
    CordonOptions options = CordonOptions.builder().size(64 << 20).build();
    fs =
        Cordon.newFileSystem(
            options.toBuilder().attributeProviders(AttributeProvider.acl()).build());
    file = Files.write(fs.getPath("/f"), new byte[5]);
    ada = fs.getUserPrincipalLookupService().lookupPrincipalByName("ada");
    denial =
        AclEntry.newBuilder()
            .setType(AclEntryType.DENY)
            .setPrincipal(ada)
            .setPermissions(AclEntryPermission.READ_DATA)
            .build();
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void aListIsStoredAndShownAndNotApplied() throws IOException {
    AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
    assertThat(view.name()).isEqualTo("acl");
    List<AclEntry> list = view.getAcl();
    assertThat(list).isEmpty();
    list.add(denial);
    view.setAcl(list);
    list.clear();
    assertThat(view.getAcl()).containsExactly(denial);
    view.setOwner(ada);
    assertThat(Files.readAllBytes(file)).hasSize(5);
  }

  @Test
  void theOwnerIsTheOneOfAllViews() throws IOException {
    AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
    assertThat(view.getOwner()).isEqualTo(Files.getOwner(file));
    view.setOwner(ada);
    assertThat(Files.getOwner(file)).isEqualTo(ada);
    Files.setAttribute(
        file, "owner:owner", fs.getUserPrincipalLookupService().lookupPrincipalByName("bob"));
    assertThat(Files.getAttribute(file, "acl:owner")).hasToString("bob");
  }

  @Test
  void itIsThereByNameToo() throws IOException {
    assertThat(Files.readAttributes(file, "acl:*")).containsOnlyKeys("acl", "owner");
    Files.setAttribute(file, "acl:acl", List.of(denial));
    assertThat(Files.getAttribute(file, "acl:acl")).isEqualTo(List.of(denial));
    Files.setAttribute(file, "acl:owner", ada);
    assertThat(Files.getOwner(file)).isEqualTo(ada);
    for (Object wrong : new Object[] {"everybody", List.of("everybody")}) {
      assertThatThrownBy(() -> Files.setAttribute(file, "acl:acl", wrong))
          .isInstanceOf(ClassCastException.class);
    }
    assertThat(Files.getFileStore(file).supportsFileAttributeView(AclFileAttributeView.class))
        .isTrue();
  }

  @Test
  void copiesToAnotherFileSystemTakeItAlong() throws IOException {
    Files.setAttribute(file, "acl:acl", List.of(denial));
    CordonOptions options = CordonOptions.builder().size(64 << 20).build();
    try (FileSystem other =
        Cordon.newFileSystem(
            options.toBuilder().attributeProviders(AttributeProvider.acl()).build())) {
      Path copy = other.getPath("/f");
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(Files.getAttribute(copy, "acl:acl")).isEqualTo(List.of(denial));
    }
  }
}
