podmutator serve: cannot use certificate tls.crt, key tls.key: ENOENT: no such file or directory, realpath 'tls.crt'
