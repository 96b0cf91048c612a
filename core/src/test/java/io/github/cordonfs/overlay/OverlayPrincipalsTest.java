package io.github.cordonfs.overlay;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Owners and groups of both file systems are those of one. */
@Tag("S79")
class OverlayPrincipalsTest extends OverlayFixture {

  private UserPrincipalLookupService service;
  private UserPrincipal owner;
  private GroupPrincipal group;
  private Path file;
  private Path realFile;

  @Override
  void configure(Properties properties) {
    properties.setProperty("cordon.overlay.attributeProviders", "acl");
  }

  @BeforeEach
  void look() throws IOException {
    service = fs.getUserPrincipalLookupService();
    file = write("db/f", "in memory");
    realFile = write("f", "on disk");
    // Whoever runs this may give a file to himself.
    owner = Files.getOwner(realFile);
    group = Files.readAttributes(realFile, PosixFileAttributes.class).group();
  }

  @Test
  void anOwnerIsWhomTheServiceGivesForTheName() throws IOException {
    for (Path each : List.of(file, realFile)) {
      UserPrincipal its = Files.getOwner(each);
      assertThat(its).isEqualTo(service.lookupPrincipalByName(its.getName())).isEqualTo(owner);
      PosixFileAttributes attributes = Files.readAttributes(each, PosixFileAttributes.class);
      assertThat(attributes.owner()).isEqualTo(owner);
      assertThat(attributes.size()).isEqualTo(Files.size(each));
      assertThat(Files.getAttribute(each, "posix:owner")).isEqualTo(owner);
      assertThat(Files.readAttributes(each, "owner:*")).isEqualTo(Map.of("owner", owner));
      assertThat(Files.getFileAttributeView(each, FileOwnerAttributeView.class).getOwner())
          .isEqualTo(owner);
      PosixFileAttributeView view =
          Files.getFileAttributeView(each, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      assertThat(view.getOwner()).isEqualTo(owner);
      assertThat(view.readAttributes().owner()).isEqualTo(owner);
      assertThat(
              each.getFileSystem()
                  .provider()
                  .readAttributesIfExists(each, PosixFileAttributes.class)
                  .owner())
          .isEqualTo(owner);
    }
  }

  @Test
  void whoOwnsOneFileIsSetOnTheOther() throws IOException {
    for (Path to : List.of(file, realFile)) {
      for (Path from : List.of(file, realFile)) {
        Files.setAttribute(file, "posix:group", group);
        PosixFileAttributes its = Files.readAttributes(from, PosixFileAttributes.class);
        Files.setOwner(to, its.owner());
        Files.setAttribute(to, "owner:owner", its.owner());
        Files.setAttribute(to, "posix:group", its.group());
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        view.setOwner(its.owner());
        view.setGroup(its.group());
        assertThat(view.getOwner()).isEqualTo(owner);
        assertThat(view.readAttributes().group()).isEqualTo(group);
        assertThat(Files.getAttribute(to, "unix:group")).isEqualTo(group);
      }
    }
  }

  @Test
  void whomTheServiceGivesCordonKnowsByName() throws IOException {
    UserPrincipal number = service.lookupPrincipalByName("12345");
    Files.setOwner(file, number);
    assertThat(Files.getOwner(file)).isEqualTo(number);
    // It is Cordon's own there, not one that only has the name.
    Path inCordon = ((OverlayPath) file).target();
    assertThat(Files.getOwner(inCordon))
        .isEqualTo(fs.cordon().getUserPrincipalLookupService().lookupPrincipalByName("12345"))
        .isNotEqualTo(number);
  }

  @Test
  void aNewFileIsGivenToWhomTheServiceGives() throws IOException {
    UserPrincipal number = service.lookupPrincipalByName("12345");
    FileAttribute<UserPrincipal> given =
        new FileAttribute<>() {
          @Override
          public String name() {
            return "posix:owner";
          }

          @Override
          public UserPrincipal value() {
            return number;
          }
        };
    FileChannel.open(path("db/g"), Set.of(CREATE_NEW, WRITE), given).close();
    Files.newByteChannel(path("db/h"), Set.of(CREATE_NEW, WRITE), given).close();
    Files.createDirectory(path("db/d"), given);
    for (String name : List.of("db/g", "db/h", "db/d")) {
      assertThat(Files.getOwner(path(name))).isEqualTo(number);
    }
  }

  @Test
  void anOpenDirectoryShowsThem() throws IOException {
    try (var entries = Files.newDirectoryStream(path("db"))) {
      @SuppressWarnings("unchecked")
      SecureDirectoryStream<Path> stream = (SecureDirectoryStream<Path>) entries;
      PosixFileAttributeView view =
          stream.getFileAttributeView(fs.getPath("f"), PosixFileAttributeView.class);
      assertThat(view.getOwner()).isEqualTo(owner);
      view.setOwner(service.lookupPrincipalByName("12345"));
      assertThat(Files.getOwner(file).getName()).isEqualTo("12345");
      assertThat(stream.getFileAttributeView(FileOwnerAttributeView.class).getOwner())
          .isEqualTo(owner);
    }
  }

  @Test
  void listsOfWhoMayDoWhatNameThem() throws IOException {
    AclEntry entry =
        AclEntry.newBuilder()
            .setType(AclEntryType.ALLOW)
            .setPrincipal(service.lookupPrincipalByName("12345"))
            .setPermissions(AclEntryPermission.READ_DATA)
            .build();
    AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
    view.setAcl(List.of(entry));
    assertThat(view.getAcl()).containsExactly(entry);
    assertThat(view.getOwner()).isEqualTo(owner);
    view.setOwner(owner);
    Files.setAttribute(file, "acl:acl", List.of(entry));
    assertThat(Files.getAttribute(file, "acl:acl")).isEqualTo(List.of(entry));
    Path inCordon = ((OverlayPath) file).target();
    assertThat(Files.getFileAttributeView(inCordon, AclFileAttributeView.class).getAcl())
        .doesNotContain(entry);
  }

  @Test
  void aNameThatNobodyHasStaysOneOfCordon() throws IOException {
    String nobodys = "no such user here";
    Path inCordon = ((OverlayPath) file).target();
    Files.setOwner(
        inCordon, fs.cordon().getUserPrincipalLookupService().lookupPrincipalByName(nobodys));
    UserPrincipal its = Files.getOwner(file);
    assertThat(its.getName()).isEqualTo(nobodys);
    assertThatThrownBy(() -> service.lookupPrincipalByName(nobodys))
        .isInstanceOf(UserPrincipalNotFoundException.class);
    Files.setOwner(file, its);
    assertThat(Files.getOwner(file)).isEqualTo(its);
  }
}
