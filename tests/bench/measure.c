/*
 * measure: what did a program take?
 *
 *     measure FIGURES PROGRAM [ARGUMENT...]
 *
 * Runs the program and writes its exit status (128 and the signal if one ended
 * it), seconds by the clock and of the processor, and its peak memory in KB as
 * JSON to the file FIGURES. The script cannot do this itself: Linux lets the
 * peak of a new program begin at that of the one that started it, and Python's
 * own would hide bilaga's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int figures_write(const char *path, int status, double wall,
			 const struct rusage *usage)
{
	FILE *file = fopen(path, "w");
	int result = -1;

	if (file == NULL)
		return -1;
	if (fprintf(file,
		    "{\"status\": %d, \"wall\": %.6f, \"cpu\": %.6f, "
		    "\"peak_kb\": %ld}\n",
		    WIFSIGNALED(status) ? 128 + WTERMSIG(status)
					: WEXITSTATUS(status),
		    wall, seconds(usage->ru_utime) + seconds(usage->ru_stime),
		    usage->ru_maxrss) > 0)
		result = 0;
	return fclose(file) == 0 ? result : -1;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	double start;
	int status;
	pid_t child;

	if (argc < 3) {
		fputs("usage: measure FIGURES PROGRAM [ARGUMENT...]\n", stderr);
		return 2;
	}
	start = now();
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (child == -1 || wait4(child, &status, 0, &usage) != child ||
	    figures_write(argv[1], status, now() - start, &usage) != 0) {
		perror("measure");
		return 1;
	}
	return 0;
}
