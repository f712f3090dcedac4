;;; sessfix-flymake.el --- What sessfix finds, by flymake  -*- lexical-binding: t -*-

;; Emacs without eglot: put this file where Emacs looks for Lisp, and (require 'sessfix-flymake) into your init file.
;; It looks at what the buffer holds, saved or not.

;;; Code:

(require 'flymake)

(defvar-local sessfix-flymake--process nil "The run over the text of this buffer.")

(defun sessfix-flymake--diagnostics (source)
  "What the report in the current buffer says of the buffer SOURCE."
  (let (found)
    (goto-char (point-min))
    (while (re-search-forward "^.*:\\([0-9]+\\):[0-9]+: \\(SES[0-9]+ .*\\)$" nil t)
      (let ((text (match-string 2))
            (region (flymake-diag-region source (string-to-number (match-string 1)))))
        (push (flymake-make-diagnostic source (car region) (cdr region) :error text) found)))
    found))

(defun sessfix-flymake (report &rest _)
  "Have sessfix look at the text of the buffer; REPORT hears what it finds."
  (when (process-live-p sessfix-flymake--process)
    (kill-process sessfix-flymake--process))
  (let* ((source (current-buffer))
         (ended (lambda (process _)
                  (unless (process-live-p process)
                    (when (and (buffer-live-p source)
                               (eq process (buffer-local-value 'sessfix-flymake--process source)))
                      (with-current-buffer (process-buffer process)
                        (funcall report (sessfix-flymake--diagnostics source))))
                    (kill-buffer (process-buffer process))))))
    (setq sessfix-flymake--process
          (make-process
           :name "sessfix" :buffer (generate-new-buffer " *sessfix*") :connection-type 'pipe :noquery t :sentinel ended
           :command (list "sessfix" "--quiet" "--force-exclude" "--output-format" "concise" "--color" "never"
                          "--stdin-filename" (or buffer-file-name (buffer-name)) "-")))
    (save-restriction
      (widen)
      (process-send-region sessfix-flymake--process (point-min) (point-max)))
    (process-send-eof sessfix-flymake--process)))

(defun sessfix-flymake-setup ()
  "Let flymake ask sessfix in this buffer."
  (add-hook 'flymake-diagnostic-functions #'sessfix-flymake nil t)
  (flymake-mode 1))

(add-hook 'python-mode-hook #'sessfix-flymake-setup)
(add-hook 'python-ts-mode-hook #'sessfix-flymake-setup)

(provide 'sessfix-flymake)
;;; sessfix-flymake.el ends here
