package io.github.cordonfs.nio.management;

import io.github.cordonfs.CordonMXBean;
import java.util.List;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardEmitterMBean;
import org.jspecify.annotations.Nullable;

/** The bean of a file system with what consoles show: descriptions, names of parameters. */
final class DescribedBean extends StandardEmitterMBean {

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("Name", "Name of the file system: the authority of its URIs"),
          Map.entry(
              "CapacityBytes",
              "What files can use at most, in bytes: the size less retired memory"),
          Map.entry("UsedBytes", "What files hold, in bytes, lost pages included"),
          Map.entry(
              "ResidentBytes", "Memory obtained from the operating system, free or used, in bytes"),
          Map.entry("HugeBytes", "What files hold in huge folios of 2 MiB, in bytes"),
          Map.entry(
              "PhysicalHugeBytes",
              "Part of the resident memory that the operating system backs with huge pages of its"
                  + " own, in bytes"),
          Map.entry(
              "DataLostBytes",
              "Data that is lost now, in bytes: pages of files that memory failures took and that"
                  + " were neither cleared nor restored. Alert on more than 0"),
          Map.entry(
              "RetiredBytes",
              "Memory that failed or was about to fail and is in no file any more, in bytes. It is"
                  + " not used again"),
          Map.entry("OutOfServiceBytes", "Lost pages of files and retired memory, in bytes"),
          Map.entry(
              "OutOfServiceBytesBySource",
              "The same by who found the failure; without what soft offline took"),
          Map.entry(
              "AddressRanges",
              "Ranges of addresses that the whole process is mapped in; -1 if it is not known"),
          Map.entry(
              "MaxAddressRanges",
              "How many ranges of addresses the kernel allows a process: vm.max_map_count"),
          Map.entry(
              "AddressRangesShare",
              "Ranges of addresses in use, from 0 to 1; at 1 the JVM itself may die"),
          Map.entry(
              "MemoryFailures",
              "Memory failures handled since the file system was made, by who found them. Recovered:"
                  + " the memory is out of use and whoever reads lost data is told"),
          Map.entry(
              "PatrolledBytes",
              "What the patrol has looked at, in bytes, the same memory over and over; rises while"
                  + " it goes on"),
          Map.entry(
              "BytesRead",
              "What callers got from files through channels and streams, in bytes, so far"),
          Map.entry(
              "BytesWritten",
              "What callers put into files through channels and streams, in bytes, so far"),
          Map.entry(
              "ReadHits",
              "Reads of a mount that found all they wanted in memory, so far; 0 without a store"),
          Map.entry(
              "ReadMisses",
              "Reads of a mount that waited for its store, so far; 0 without a store"),
          Map.entry(
              "StoreReads",
              "How many times the store behind a mount was read, for whatever reason, so far"),
          Map.entry(
              "UnwrittenBytes",
              "What was written to a mount and is not in the store behind it yet, in bytes"),
          Map.entry("FrameCount", "Number of frames of 4 KiB; they are numbered from 0"),
          Map.entry("BadFiles", "Files that have lost data, one path of each"));

  private static final String PATH =
      "Absolute path of a regular file in the file system; symbolic links are followed";

  /** An operation: what it does, and what its parameters are called and mean. */
  private record Operation(String description, List<String> parameters, List<String> meanings) {}

  private static final Map<String, Operation> OPERATIONS =
      Map.of(
          "badRanges",
          new Operation(
              "Returns the lost ranges of a file, in bytes, ascending, adjacent pages joined",
              List.of("path"),
              List.of(PATH)),
          "pageStates",
          new Operation(
              "Returns what frames are used for: the code of a PageState each",
              List.of("first", "count"),
              List.of("The first frame", "How many, at most 1048576")),
          "describeFrame",
          new Operation(
              "Tells what is known of a frame",
              List.of("frame"),
              List.of("Its number, from 0, below FrameCount")),
          "pageFrames",
          new Operation(
              "Returns the frames of consecutive pages of a file, -1 for a page that has none",
              List.of("path", "firstPage", "count"),
              List.of(PATH, "Index of the first page, from 0", "How many, at most 1048576")));

  private static Operation operationOf(MBeanOperationInfo info) {
    return OPERATIONS.getOrDefault(info.getName(), new Operation("", List.of(), List.of()));
  }

  /** The same for every file system; made once, as many are opened and few looked at. */
  private static volatile @Nullable MBeanInfo described;

  DescribedBean(CordonMXBean bean, FailureNotifications notifications) {
    super(bean, CordonMXBean.class, true, notifications);
  }

  @Override
  protected @Nullable MBeanInfo getCachedMBeanInfo() {
    return described;
  }

  @Override
  protected void cacheMBeanInfo(@Nullable MBeanInfo info) {
    described = info;
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return "A file system in memory that survives memory errors: its memory, what failures took,"
        + " and a notification for each failure";
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    return ATTRIBUTES.getOrDefault(info.getName(), info.getName());
  }

  @Override
  protected String getDescription(MBeanOperationInfo info) {
    return operationOf(info).description();
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return operationOf(operation).parameters().get(sequence);
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return operationOf(operation).meanings().get(sequence);
  }

  @Override
  protected int getImpact(MBeanOperationInfo info) {
    return MBeanOperationInfo.INFO;
  }
}
